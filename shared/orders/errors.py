"""What can go wrong with an order."""

from shared.kernel.errors import Conflict, NotFound, Refused


class OrderNotFound(NotFound):
    """There is none, or it is somebody else's."""

    title = "No such order"
    code = "order_not_found"


class OrderNotOpen(Conflict):
    """It is paid, cancelled or expired. `order_status` says which."""

    title = "This order is no longer open"
    code = "order_not_open"


class PaymentRefused(Refused):
    """The payment provider says no. `reason` is its own code for it."""

    title = "The payment provider refuses"
    code = "payment_refused"


class NothingToRefund(Conflict):
    """No refund is due on this order."""

    title = "No refund is due"
    code = "nothing_to_refund"
