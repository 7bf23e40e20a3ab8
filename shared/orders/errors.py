"""What can go wrong with an order."""

from shared.kernel.errors import Conflict, Invalid, NotFound, Refused


class OrderNotFound(NotFound):
    """There is none, or it is somebody else's."""

    title = "No such order"
    code = "order_not_found"


class InvoiceNotFound(NotFound):
    """The order has none (it was not paid, cost nothing, or was paid a moment ago), or is somebody else's."""

    title = "No such invoice"
    code = "invoice_not_found"


class OrderNotOpen(Conflict):
    """It is paid, cancelled or expired. `order_status` says which."""

    title = "This order is no longer open"
    code = "order_not_open"


class NoLongerAvailable(Conflict):
    """The hold on it ran out before it was paid, and others came."""

    title = "Somebody else has what this order is for"
    code = "no_longer_available"


class PaymentRefused(Refused):
    """The payment provider says no. `reason` is its own code for it."""

    title = "The payment provider refuses"
    code = "payment_refused"


class OrderNotPaid(Conflict):
    """There is no money of this order's to give back. `order_status` says why."""

    title = "This order is not paid"
    code = "order_not_paid"


class RefundTooLarge(Conflict):
    """More than was paid and has not gone back yet. `left` is how much that is."""

    title = "So much was not paid"
    code = "refund_too_large"


class RefundNotWaiting(Conflict):
    """It does not wait for a bank account: there is none of this number, or one has been named."""

    title = "No refund waits for an account"
    code = "refund_not_waiting"


class NothingToRefund(Conflict):
    """No refund is due on this order."""

    title = "No refund is due"
    code = "nothing_to_refund"


class BuyerNeeded(Invalid):
    """For whom is the invoice? The profile does not say all of it."""

    title = "Say who pays"
    code = "buyer_needed"
