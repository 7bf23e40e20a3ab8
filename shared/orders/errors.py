"""Errors of orders."""

from shared.kernel.errors import Conflict, Forbidden, Gone, Invalid, NotFound, Refused


class OrderNotFound(NotFound):
    """No order has this id, or the order belongs to another person."""

    code = "order_not_found"


class InvoiceNotFound(NotFound):
    """The order has no invoice (unpaid, free, or paid a moment ago), or the order belongs to another person."""

    code = "invoice_not_found"


class OrderNotOpen(Conflict):
    """The order is paid, cancelled or expired; `order_status` says which."""

    code = "order_not_open"


class NoLongerAvailable(Conflict):
    """The hold ended before the payment, and others have taken what was held."""

    code = "no_longer_available"


class PaymentRefused(Refused):
    """The payment provider refuses; `reason` is the provider's own code."""

    code = "payment_refused"


class OrderNotPaid(Conflict):
    """The order has no payment that could be refunded; `order_status` says why."""

    code = "order_not_paid"


class RefundTooLarge(Conflict):
    """The refund exceeds what was paid and not refunded yet; `left` is that amount."""

    code = "refund_too_large"


class RefundNeedsOwner(Forbidden):
    """The refund is above the limit of admins who are no owners; `limit` is that amount."""

    code = "refund_needs_owner"


class RefundNotWaiting(Conflict):
    """The refund does not wait for a bank account: no refund has this number, or its account is known."""

    code = "refund_not_waiting"


class RefundLinkNotValid(NotFound):
    """The link is not one of ours, the order has another address by now, or the refund needs no account."""

    code = "refund_link_not_valid"


class RefundLinkExpired(Gone):
    """`expires_at` was the end of the link. `resend_refund_link` sends the buyer a new one."""

    code = "refund_link_expired"


class NothingToRefund(Conflict):
    """The order has no refund that is due."""

    code = "nothing_to_refund"


class BuyerNeeded(Invalid):
    """The invoice needs a buyer, and the caller's profile lacks some of the buyer's details."""

    code = "buyer_needed"
