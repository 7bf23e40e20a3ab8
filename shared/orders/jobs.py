"""Payloads of the tasks of orders."""

from typing import ClassVar

from shared.contracts.mail import AddressGrounds
from shared.kernel.ids import OrderId
from shared.kernel.schemas import Email, Job
from shared.orders.ports import RefundOutcome


class OpenInvoice(Job):
    """Ensure that the order has exactly one payable invoice."""

    queue: ClassVar[str] = "invoices"
    order_id: OrderId


class SettleInvoice(Job):
    """Ask the provider about the order's invoices, and apply the answer.

    Attributes:
        told_paid: True if a callback says that an invoice is paid; an answer that says otherwise is then asked for
            again.
    """

    queue: ClassVar[str] = "settlements"
    order_id: OrderId
    told_paid: bool = False


class EmailReceipt(Job):
    """E-mail to the buyer that the payment for a product, a call or an extension has arrived."""

    queue: ClassVar[str] = "mail"
    order_id: OrderId


class ExpireOrder(Job):
    """Expire an order whose time to pay has ended."""

    queue: ClassVar[str] = "invoices"
    order_id: OrderId


class ResolveLatePayment(Job):
    """Fulfil an order that was paid after its end, if its goods are still available; otherwise refund the payment."""

    queue: ClassVar[str] = "settlements"
    order_id: OrderId


class RefundOrder(Job):
    """Request a refund from the provider."""

    queue: ClassVar[str] = "refunds"
    order_id: OrderId
    number: int = 1


class CheckRefund(Job):
    """Ask the provider about an attempt at a refund that the provider has accepted.

    Attributes:
        told: Outcome that a callback has announced; an answer that is behind it is asked for again.
    """

    queue: ClassVar[str] = "refunds"
    order_id: OrderId
    number: int = 1
    attempt: int = 1
    told: RefundOutcome = RefundOutcome.REQUESTED


class EmailPaymentReminder(Job):
    """Remind a customer by e-mail, once, that an order for a product can still be paid."""

    queue: ClassVar[str] = "mail"
    order_id: OrderId


class EmailContactChange(Job):
    """Tell the former address of an order of the new one. Only earlier versions schedule the job.

    Attributes:
        to: Former address; the order does not keep it.
        grounds: Reason for which mail may go to the former address.
        masked: New address, masked.
    """

    queue: ClassVar[str] = "mail"
    order_id: OrderId
    to: Email
    grounds: AddressGrounds
    masked: str


class EmailRefundNotice(Job):
    """Tell the buyer that the money comes back. Only earlier versions schedule the job."""

    queue: ClassVar[str] = "mail"
    order_id: OrderId
    number: int = 1
