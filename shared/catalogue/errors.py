"""Errors of the catalogue."""

from shared.kernel.errors import Conflict, Invalid, NotFound


class ExpertNotFound(NotFound):
    """The expert does not exist, or is not shown to the caller."""

    code = "expert_not_found"


class ServiceNotFound(NotFound):
    """The expert offers no service with this id."""

    code = "service_not_found"


class ServiceInactive(Conflict):
    """The expert has paused the service."""

    code = "service_inactive"


class ProductNotFound(NotFound):
    """The expert sells no product with this id."""

    code = "product_not_found"


class ProductInactive(Conflict):
    """The expert has paused the product, or its file is missing."""

    code = "product_inactive"


class OwnProduct(Invalid):
    """The caller is the expert who sells the product."""

    code = "own_product"


class ProductOwned(Conflict):
    """The caller has bought the product before. Use `download_product`."""

    code = "product_owned"


class ProductOnOrder(Conflict):
    """`order_id` is the caller's order that can still be paid."""

    code = "product_on_order"


class ProductPartNotFound(NotFound):
    """The product has no part with this id, or the part was taken out before the purchase."""

    code = "product_part_not_found"


class TooManyParts(Conflict):
    """`most` is the limit of parts; of those that were taken out, which earlier buyers keep, there may be more."""

    code = "too_many_parts"


class NotGranted(NotFound):
    """The caller has not bought the product, or the payment was refunded."""

    code = "product_not_granted"


class CategoryNotFound(NotFound):
    """No category has this slug."""

    code = "category_not_found"


class SlugTaken(Conflict):
    """Another expert has this slug, or had it before."""

    code = "slug_taken"


class AlreadyExpert(Conflict):
    """`expert_status` is the state of the earlier application."""

    code = "already_expert"


class ProposedNameChanged(Conflict):
    """`proposed_name` is the name that waits now, null if none does."""

    code = "proposed_name_changed"


class ApplicationDecided(Conflict):
    """`expert_status` tells the decision."""

    code = "application_decided"


class InvitationNotFound(NotFound):
    """No invitation has this id."""

    code = "invitation_not_found"


class TooManyOffers(Conflict):
    """`most` is the limit."""

    code = "too_many_offers"


class UploadMissing(Conflict):
    """The upload was not finished, or has another id. Send the file first."""

    code = "upload_missing"


class UploadRefused(Conflict):
    """The file has another type or size than announced, or is no readable picture. Start a new upload."""

    code = "upload_refused"


class StartsInPast(Invalid):
    """The wanted start lies in the past."""

    code = "starts_in_past"


class StartsOffQuarter(Invalid):
    """The wanted start is not at :00, :15, :30 or :45."""

    code = "starts_off_quarter"


class OutsideHours(Invalid):
    """The meeting would not lie within the expert's opening times."""

    code = "outside_hours"


class TooSoon(Invalid):
    """`notice_minutes` is the notice that the expert needs, in minutes."""

    code = "too_soon"


class TooFar(Invalid):
    """`horizon_days` is the number of days ahead that can be booked."""

    code = "too_far"


PART_ERRORS = (ExpertNotFound, ProductNotFound, ProductPartNotFound, TooManyParts)
"""Errors of a product whose file or link cannot be attached."""

START_TIME_ERRORS = (StartsInPast, StartsOffQuarter, OutsideHours, TooSoon, TooFar)
"""Errors of a start at which the expert takes no meetings."""
