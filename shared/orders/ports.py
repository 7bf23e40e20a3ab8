"""What orders ask of a payment provider, in our words."""

from collections.abc import AsyncIterator
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from shared.kernel.ports import WebhookSender
from shared.kernel.schemas import Model, Moment
from shared.orders.models import Order, Refund


class InvoiceStatus(StrEnum):
    """`SETTLED` (the money has reached our balance) counts as `PAID` here."""

    PENDING = "PENDING"
    PAID = "PAID"
    EXPIRED = "EXPIRED"


class Invoice(Model):
    """An invoice at the provider. `order_id` is what we gave it as its reference; amounts are whole units.

    `replaces` is the order's earlier invoice, where that has proved to be of no use any more.
    """

    id: str
    order_id: str
    status: InvoiceStatus
    amount: int
    currency: str
    checkout_url: str | None = None
    paid_amount: int | None = None
    paid_at: Moment | None = None
    channel: str | None = None
    replaces: str | None = None


class InvoiceNotice(Model):
    """What a callback says. It is a hint: the provider is asked before anything happens."""

    id: str
    order_id: str
    status: InvoiceStatus
    amount: int
    currency: str


class RefundOutcome(StrEnum):
    """How far a refund or payout has come at the provider. One that had succeeded may be `REVERSED` days later."""

    REQUESTED = "REQUESTED"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    REVERSED = "REVERSED"


class RefundReceipt(Model):
    """What the provider answered to a refund. `passing`: it failed for a reason that passes: the same may do later."""

    id: str
    outcome: RefundOutcome
    reason: str | None = None
    passing: bool = False


class RefundNotice(Model):
    """What a callback says of a refund: a hint, as of an invoice. The reference has been seen to be empty."""

    id: str
    reference: str | None
    invoice_id: str | None
    outcome: RefundOutcome


class PayoutNotice(Model):
    """What a callback says of a payout: a hint."""

    id: str
    reference: str
    outcome: RefundOutcome


class PayoutAccount(Model):
    """Where a payout goes: a bank's (or an e-wallet's) code, as in `banks`."""

    bank: str
    number: str
    holder: str


class PaymentProvider(Protocol):
    """Raises `Unavailable` when the provider does not answer or does not say; the caller tries again later."""

    async def find_invoice(self, order: Order, *, now: datetime) -> Invoice | None:
        """Find the invoice of `order` that is paid, or payable while the order is open; close all others.

        None if the provider knows none. Creates nothing.
        """
        ...

    async def create_invoice(self, order: Order, *, now: datetime) -> Invoice:
        """Create an invoice for `order`. Called only by the call that holds the order's invoice lease.

        Raises:
            Unavailable: No answer, or none that says whether the invoice exists.
            PaymentRefused: The provider refuses.
            NotFound: The provider does not know what the invoice refers to.
        """
        ...

    def list_invoices_since(self, moment: datetime) -> AsyncIterator[list[Invoice]]:
        """All invoices of our orders made since *moment*, page by page."""
        ...

    async def list_invoices(self, order_id: str) -> list[Invoice]:
        """All invoices of an order, payable or not."""
        ...

    async def close_invoices(self, order_id: str) -> list[Invoice]:
        """Make every payable invoice of an order unpayable; all its invoices come back, as they are then."""
        ...

    async def get_refund_status(self, order: Order, refund: Refund) -> RefundReceipt:
        """What became of a refund."""
        ...


class RefundProvider(Protocol):
    """Refunds and payouts: the only way by which money leaves.

    Functions that ask for this port run as an account of their own.

    Raises:
        Unavailable: The provider does not answer or does not say; the caller tries again later.
    """

    async def request_refund(self, order: Order, refund: Refund, account: PayoutAccount | None) -> RefundReceipt:
        """Request `refund`, to `account` if there is one. The provider does a repeated request once."""
        ...


class PaymentCallbacks(WebhookSender, Protocol):
    """Callbacks of the payment provider: `InvoiceNotice`, `RefundNotice` and `PayoutNotice`."""
