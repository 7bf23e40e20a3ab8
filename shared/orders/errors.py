"""Errors of orders."""

from shared.kernel.errors import Conflict, Invalid, NotFound, Refused


class OrderNotFound(NotFound):
    """No order has this id, or the order belongs to another person."""

    title = "There is no such order"
    code = "order_not_found"


class InvoiceNotFound(NotFound):
    """The order has no invoice (unpaid, free, or paid a moment ago), or the order belongs to another person."""

    title = "There is no such invoice"
    code = "invoice_not_found"


class OrderNotOpen(Conflict):
    """The order is paid, cancelled or expired; `order_status` says which."""

    title = "This order is no longer open"
    code = "order_not_open"


class NoLongerAvailable(Conflict):
    """The hold ended before the payment, and others have taken what was held."""

    title = "The ordered items are no longer available"
    code = "no_longer_available"


class PaymentRefused(Refused):
    """The payment provider refuses; `reason` is the provider's own code."""

    title = "The payment provider has refused this"
    code = "payment_refused"


class OrderNotPaid(Conflict):
    """The order has no payment that could be refunded; `order_status` says why."""

    title = "This order is not paid"
    code = "order_not_paid"


class RefundTooLarge(Conflict):
    """The refund exceeds what was paid and not refunded yet; `left` is that amount."""

    title = "The refund is larger than the amount not refunded yet"
    code = "refund_too_large"


class RefundNotWaiting(Conflict):
    """The refund does not wait for a bank account: no refund has this number, or its account is known."""

    title = "No refund waits for a bank account"
    code = "refund_not_waiting"


class NothingToRefund(Conflict):
    """The order has no refund that is due."""

    title = "No refund is due"
    code = "nothing_to_refund"


class BuyerNeeded(Invalid):
    """The invoice needs a buyer, and the caller's profile lacks some of the buyer's details."""

    title = "The buyer's details are missing"
    code = "buyer_needed"
