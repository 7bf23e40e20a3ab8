"""What orders ask of a payment provider, in our words."""

from collections.abc import AsyncIterator
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from shared.kernel.schemas import Model, Moment
from shared.orders.models import Order, RefundStatus


class InvoiceStatus(StrEnum):
    """`SETTLED` (the money has reached our balance) counts as `PAID` here."""

    PENDING = "PENDING"
    PAID = "PAID"
    EXPIRED = "EXPIRED"


class Invoice(Model):
    """An invoice at the provider. `order_id` is what we gave it as its reference; amounts are whole units."""

    id: str
    order_id: str
    status: InvoiceStatus
    amount: int
    currency: str
    checkout_url: str | None = None
    paid_amount: int | None = None
    paid_at: Moment | None = None
    channel: str | None = None


class InvoiceNotice(Model):
    """What a callback says. It is a hint: the provider is asked before anything happens."""

    id: str
    order_id: str
    status: InvoiceStatus
    amount: int
    currency: str


class RefundReceipt(Model):
    """What the provider answered to a refund."""

    id: str
    status: RefundStatus
    reason: str | None = None


class PaymentProvider(Protocol):
    """Raises `Unavailable` when the provider does not answer or does not say; the caller tries again later."""

    async def open_invoice(self, order: Order, *, fresh: bool, now: datetime) -> Invoice | None:
        """The one payable invoice of *order*; None when the provider would not say (a task asks again).

        A *fresh* order cannot have an invoice yet, which saves asking.
        """
        ...

    async def need_invoice(self, order: Order, *, now: datetime) -> Invoice | None:
        """See to it that *order* has one invoice that is payable (while it is open) or paid, and no other to pay.

        That one comes back; None when the order is over and was never paid.
        """
        ...

    def invoices_since(self, moment: datetime) -> AsyncIterator[list[Invoice]]:
        """All invoices of our orders made since *moment*, page by page."""
        ...

    async def invoices(self, order_id: str) -> list[Invoice]:
        """All invoices of an order, payable or not."""
        ...

    async def close_invoices(self, order_id: str) -> list[Invoice]:
        """Make every payable invoice of an order unpayable; all its invoices come back, as they are then."""
        ...

    async def refund(self, order: Order) -> RefundReceipt:
        """Give back what `order.refund` says. Asked twice, it happens once."""
        ...

    async def refund_status(self, refund_id: str) -> RefundReceipt:
        """What became of a refund."""
        ...
