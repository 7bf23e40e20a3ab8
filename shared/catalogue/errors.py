"""What can go wrong in the catalogue."""

from shared.kernel.errors import Conflict, Invalid, NotFound


class ExpertNotFound(NotFound):
    title = "No such expert"
    code = "expert_not_found"


class ServiceNotFound(NotFound):
    title = "No such service"
    code = "service_not_found"


class ServiceInactive(Conflict):
    title = "This service is not offered at the moment"
    code = "service_inactive"


class ProductNotFound(NotFound):
    title = "No such product"
    code = "product_not_found"


class ProductInactive(Conflict):
    title = "This product is not sold at the moment"
    code = "product_inactive"


class OwnProduct(Invalid):
    title = "One's own product cannot be bought"
    code = "own_product"


class ProductOwned(Conflict):
    title = "This product is yours already"
    code = "product_owned"


class ProductOnOrder(Conflict):
    """`order_id` is the order of yours that can still be paid."""

    title = "You have ordered this product already"
    code = "product_on_order"


class NotGranted(NotFound):
    """It was not bought, or its money has gone back."""

    title = "This product is not yours"
    code = "product_not_granted"


class CategoryNotFound(NotFound):
    title = "No such category"
    code = "category_not_found"


class SlugTaken(Conflict):
    title = "This address belongs to somebody else"
    code = "slug_taken"


class AlreadyExpert(Conflict):
    """`expert_status` says how far the earlier application has come."""

    title = "There is an application of yours already"
    code = "already_expert"


class ApplicationDecided(Conflict):
    """`expert_status` says how."""

    title = "This application has been decided before"
    code = "application_decided"


class InvitationNotFound(NotFound):
    title = "No such invitation"
    code = "invitation_not_found"


class TooManyOffers(Conflict):
    """`most` is how many there may be."""

    title = "There are as many of these as there may be"
    code = "too_many_offers"


class UploadMissing(Conflict):
    title = "Nothing has been uploaded there yet"
    code = "upload_missing"


class UploadRefused(Conflict):
    title = "What was uploaded is not what was announced"
    code = "upload_refused"


class StartsInPast(Invalid):
    title = "That moment is over"
    code = "starts_in_past"


class StartsOffQuarter(Invalid):
    title = "Meetings begin on a quarter of an hour"
    code = "starts_off_quarter"


class OutsideHours(Invalid):
    title = "The expert does not work at that time"
    code = "outside_hours"


class TooSoon(Invalid):
    """`notice_minutes` is how long ahead the expert wants to know."""

    title = "The expert needs more notice"
    code = "too_soon"


class TooFar(Invalid):
    """`horizon_days` is how far ahead the expert takes bookings."""

    title = "The expert does not plan that far ahead yet"
    code = "too_far"


START_TIME_ERRORS = (StartsInPast, StartsOffQuarter, OutsideHours, TooSoon, TooFar)
"""Why a time cannot be had, whoever else may want it."""
