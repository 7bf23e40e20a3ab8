"""Port of the payment provider, in our own terms."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from shared.kernel.ports import WebhookSender
from shared.kernel.schemas import Model, Moment
from shared.orders.channels import RefundRoute
from shared.orders.models import Order, Refund
from shared.orders.payout_channels import PayoutChannel


class InvoiceStatus(StrEnum):
    """State of an invoice at the provider. `SETTLED` (the money has reached our balance) counts as `PAID` here.

    A payment that `FAILED` leaves its invoice unpayable, as `EXPIRED` does, but before the order's end.
    """

    PENDING = "PENDING"
    PAID = "PAID"
    EXPIRED = "EXPIRED"
    FAILED = "FAILED"


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
    """Callback about an invoice. It is a hint: the provider is asked before anything happens.

    Attributes:
        id: Provider's id of the invoice; None if the callback lacks it.
        status: Announced state; None for a word that is new to us.
        amount: Amount in whole units of the currency; None if the callback names none.
        currency: Currency; None if the callback names none.
    """

    id: str | None
    order_id: str
    status: InvoiceStatus | None
    amount: int | None
    currency: str | None


class RefundOutcome(StrEnum):
    """Progress of a refund or payout at the provider. A refund that succeeded may be `REVERSED` days later."""

    REQUESTED = "REQUESTED"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    REVERSED = "REVERSED"


class RefundReceipt(Model):
    """Provider's answer about a refund or a payout.

    Attributes:
        id: Provider's id; empty if the provider has refused the request at once.
        reference: Our reference; None where the provider leaves it out.
        route: Way of the money: a refund or a payout.
        amount: Amount in whole units of the order's currency; None if the answer names none. -1 fits no refund: another
            currency, or no whole amount.
        passing: True if the failure is temporary, so that the same request may succeed later.
    """

    id: str
    outcome: RefundOutcome
    reference: str | None = None
    route: RefundRoute | None = None
    amount: int | None = None
    reason: str | None = None
    passing: bool = False


class RefundNotice(Model):
    """Callback about a refund; a hint. Id and reference have been seen to be missing.

    Attributes:
        outcome: Announced outcome; None for a word that is new to us.
    """

    id: str | None
    reference: str | None
    invoice_id: str | None
    outcome: RefundOutcome | None


class PayoutNotice(Model):
    """Callback about a payout; a hint.

    Attributes:
        outcome: Announced outcome; None for a word that is new to us.
    """

    id: str | None
    reference: str
    outcome: RefundOutcome | None


class PayoutAccount(Model):
    """Destination of a payout: the code of a bank or e-wallet (see `payout_channels`), and the account there."""

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

    async def list_payout_channels(self) -> list[PayoutChannel]:
        """List the banks and e-wallets that can receive money now."""
        ...

    async def find_refund_receipt(self, order: Order, refund: Refund, attempt: int) -> RefundReceipt | None:
        """Find what the provider says of an attempt at a refund: by its id if that is known, else by our reference.

        None if the provider knows no such attempt.
        """
        ...


class RefundProvider(Protocol):
    """Refunds and payouts: the only way by which money leaves, and what has left already.

    Functions that ask for this port run as an account of their own.

    Raises:
        Unavailable: The provider does not answer or does not say; the caller tries again later.
    """

    async def request_refund(self, order: Order, refund: Refund, account: PayoutAccount | None) -> RefundReceipt:
        """Request `refund`, to `account` if there is one. The provider does a repeated request once."""
        ...

    async def list_refund_receipts(self, order: Order, refund: Refund, payouts: Sequence[str]) -> list[RefundReceipt]:
        """List every refund that the provider has of the invoice which `refund` is about, and these payouts.

        Args:
            payouts: References of the payouts.
        """
        ...


class PaymentCallbacks(WebhookSender, Protocol):
    """Callbacks of the payment provider: `InvoiceNotice`, `RefundNotice` and `PayoutNotice`."""
