"""Errors of the catalogue."""

from shared.kernel.errors import Conflict, Invalid, NotFound


class ExpertNotFound(NotFound):
    """The expert does not exist, or is not shown to the caller."""

    title = "There is no such expert"
    code = "expert_not_found"


class ServiceNotFound(NotFound):
    """The expert offers no service with this id."""

    title = "There is no such service"
    code = "service_not_found"


class ServiceInactive(Conflict):
    """The expert has paused the service."""

    title = "This service is not offered at the moment"
    code = "service_inactive"


class ProductNotFound(NotFound):
    """The expert sells no product with this id."""

    title = "There is no such product"
    code = "product_not_found"


class ProductInactive(Conflict):
    """The expert has paused the product, or its file is missing."""

    title = "This product is not sold at the moment"
    code = "product_inactive"


class OwnProduct(Invalid):
    """The caller is the expert who sells the product."""

    title = "You cannot buy your own product"
    code = "own_product"


class ProductOwned(Conflict):
    """The caller has bought the product before. Use `download_product`."""

    title = "You own this product already"
    code = "product_owned"


class ProductOnOrder(Conflict):
    """`order_id` is the caller's order that can still be paid."""

    title = "You have ordered this product already"
    code = "product_on_order"


class NotGranted(NotFound):
    """The caller has not bought the product, or the payment was refunded."""

    title = "You do not own this product"
    code = "product_not_granted"


class CategoryNotFound(NotFound):
    """No category has this slug."""

    title = "There is no such category"
    code = "category_not_found"


class SlugTaken(Conflict):
    """Another expert has this slug, or had it before."""

    title = "This address belongs to another expert"
    code = "slug_taken"


class AlreadyExpert(Conflict):
    """`expert_status` is the state of the earlier application."""

    title = "You have applied already"
    code = "already_expert"


class ProposedNameChanged(Conflict):
    """`proposed_name` is the name that waits now, null if none does."""

    title = "Another name waits for a decision, or none"
    code = "proposed_name_changed"


class ApplicationDecided(Conflict):
    """`expert_status` tells the decision."""

    title = "This application has been decided already"
    code = "application_decided"


class InvitationNotFound(NotFound):
    """No invitation has this id."""

    title = "There is no such invitation"
    code = "invitation_not_found"


class TooManyOffers(Conflict):
    """`most` is the limit."""

    title = "You have reached the limit of services or products"
    code = "too_many_offers"


class UploadMissing(Conflict):
    """The upload was not finished, or has another id. Send the file first."""

    title = "Nothing has been uploaded yet"
    code = "upload_missing"


class UploadRefused(Conflict):
    """The file has another type or size than announced, or is no readable picture. Start a new upload."""

    title = "The uploaded file is not the announced one"
    code = "upload_refused"


class StartsInPast(Invalid):
    """The wanted start lies in the past."""

    title = "This time is over"
    code = "starts_in_past"


class StartsOffQuarter(Invalid):
    """The wanted start is not at :00, :15, :30 or :45."""

    title = "Meetings begin on a quarter of an hour"
    code = "starts_off_quarter"


class OutsideHours(Invalid):
    """The meeting would not lie within the expert's opening times."""

    title = "The expert does not work at this time"
    code = "outside_hours"


class TooSoon(Invalid):
    """`notice_minutes` is the notice that the expert needs, in minutes."""

    title = "The expert needs more notice"
    code = "too_soon"


class TooFar(Invalid):
    """`horizon_days` is the number of days ahead that can be booked."""

    title = "The expert does not plan that far ahead"
    code = "too_far"


START_TIME_ERRORS = (StartsInPast, StartsOffQuarter, OutsideHours, TooSoon, TooFar)
"""Errors of a start at which the expert takes no meetings."""
