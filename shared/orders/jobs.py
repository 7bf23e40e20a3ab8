"""Work for later."""

from typing import ClassVar

from shared.kernel.ids import OrderId
from shared.kernel.schemas import Job
from shared.orders.ports import RefundOutcome


class OpenInvoice(Job):
    """See to it that the order has exactly one payable invoice."""

    queue: ClassVar[str] = "invoices"
    order_id: OrderId


class SettleInvoice(Job):
    """Ask the provider what became of the order's invoice, and act on the answer.

    `told_paid`: a callback says that it is paid, so an answer that does not say so is not the last word.
    """

    queue: ClassVar[str] = "settlements"
    order_id: OrderId
    told_paid: bool = False


class ExpireOrder(Job):
    """The time to pay is over."""

    queue: ClassVar[str] = "invoices"
    order_id: OrderId


class ResolveLatePayment(Job):
    """Paid after it was over: fulfil if what was bought can still be had, else give the money back."""

    queue: ClassVar[str] = "settlements"
    order_id: OrderId


class RefundOrder(Job):
    """Give the money back through the provider."""

    queue: ClassVar[str] = "refunds"
    order_id: OrderId
    number: int = 1


class CheckRefund(Job):
    """Ask the provider what became of an attempt at a refund that it had taken on.

    `told`: how far a callback says that it has come, so that an answer that is behind it is not the last word.
    """

    queue: ClassVar[str] = "refunds"
    order_id: OrderId
    number: int = 1
    attempt: int = 1
    told: RefundOutcome = RefundOutcome.REQUESTED


class EmailRefundNotice(Job):
    """Tell the buyer that the money comes back, and why."""

    queue: ClassVar[str] = "mail"
    order_id: OrderId
    number: int = 1
