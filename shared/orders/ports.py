"""Port of the payment provider, in our own terms."""

from collections.abc import AsyncIterator
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from shared.kernel.ports import WebhookSender
from shared.kernel.schemas import Model, Moment
from shared.orders.models import Order, Refund


class InvoiceStatus(StrEnum):
    """State of an invoice at the provider. `SETTLED` (the money has reached our balance) counts as `PAID` here."""

    PENDING = "PENDING"
    PAID = "PAID"
    EXPIRED = "EXPIRED"


class Invoice(Model):
    """Invoice at the provider.

    Attributes:
        order_id: Our reference of the invoice.
        amount: Amount in whole units of the currency.
        replaces: Id of the order's earlier invoice, if that one can no longer be paid.
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
    """Callback about an invoice. It is a hint: the provider is asked before anything happens."""

    id: str
    order_id: str
    status: InvoiceStatus
    amount: int
    currency: str


class RefundOutcome(StrEnum):
    """Progress of a refund or payout at the provider. A refund that succeeded may be `REVERSED` days later."""

    REQUESTED = "REQUESTED"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    REVERSED = "REVERSED"


class RefundReceipt(Model):
    """Provider's answer about a refund.

    Attributes:
        passing: True if the failure is temporary, so that the same request may succeed later.
    """

    id: str
    outcome: RefundOutcome
    reason: str | None = None
    passing: bool = False


class RefundNotice(Model):
    """Callback about a refund; a hint. The reference has been seen to be empty."""

    id: str
    reference: str | None
    invoice_id: str | None
    outcome: RefundOutcome


class PayoutNotice(Model):
    """Callback about a payout; a hint."""

    id: str
    reference: str
    outcome: RefundOutcome


class PayoutAccount(Model):
    """Destination of a payout: the code of a bank or e-wallet (see `banks`), and the account there."""

    bank: str
    number: str
    holder: str


class PaymentProvider(Protocol):
    """Invoices and refund states at the payment provider.

    Raises:
        Unavailable: The provider does not answer, or not clearly; the caller tries again later.
    """

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
        """Iterate over the pages of all invoices of our orders that were created since `moment`."""
        ...

    async def list_invoices(self, order_id: str) -> list[Invoice]:
        """List all invoices of an order, payable or not."""
        ...

    async def close_invoices(self, order_id: str) -> list[Invoice]:
        """Make every payable invoice of an order unpayable, and return all invoices of the order in their new state."""
        ...

    async def get_refund_status(self, order: Order, refund: Refund) -> RefundReceipt:
        """Get the state of a refund at the provider."""
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
