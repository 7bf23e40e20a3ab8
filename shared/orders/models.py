"""An order, its payment, its refund. Order and payment have their own states, as the buyer and the money do."""

from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import computed_field

from shared.contracts.people import Locale
from shared.contracts.sales import SaleItem
from shared.kernel.ids import OrderId, PartnerId, UserId
from shared.kernel.money import Currency, Money
from shared.kernel.schemas import Email, Entity, Line, Moment, Phone
from shared.orders.banks import Bank
from shared.orders.channels import RefundRoute

# By then all attempts of the task that begins a refund are over, if it was not lost.
_REFUND_START_TIMEOUT = timedelta(hours=1)


class OrderStatus(StrEnum):
    PENDING = "PENDING"
    PAID = "PAID"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"
    REFUNDED = "REFUNDED"


class PaymentStatus(StrEnum):
    PENDING = "PENDING"
    PAID = "PAID"
    EXPIRED = "EXPIRED"
    FAILED = "FAILED"


class RefundStatus(StrEnum):
    """`AWAITING_ACCOUNT`: the channel cannot refund (or has failed to), so the buyer must name a bank account first."""

    AWAITING_ACCOUNT = "AWAITING_ACCOUNT"
    DUE = "DUE"
    REQUESTED = "REQUESTED"
    SUCCEEDED = "SUCCEEDED"


class Buyer(Entity):
    """Who pays; a guest is only this."""

    full_name: Line
    """Full name of the person who pays, one line of 1 to 200 characters."""
    email: Email
    """E-mail address for the invoice and for what was bought."""
    phone: Phone
    """Phone number of the buyer, `+6281234567890` or `081234567890`."""


class InvoiceLease(Entity):
    """The lease on creating an order's invoice: only the call that holds it may create one.

    Attributes:
        call_id: Id of the call that holds the lease.
        until: End of the lease, in UTC. From then on another call may take it.
        first: Whether no call held the lease before, so that the provider cannot know an invoice yet.
    """

    call_id: str
    until: Moment
    first: bool = False


class Payment(Entity):
    """`channel` is the provider's code of how it was paid (`QRIS`, `BCA_VIRTUAL_ACCOUNT`).

    `invoice_lease` is there while an invoice is being created, and after an attempt that created none.
    """

    status: PaymentStatus = PaymentStatus.PENDING
    invoice_id: str | None = None
    checkout_url: str | None = None
    invoice_lease: InvoiceLease | None = None
    channel: str | None = None
    paid_at: Moment | None = None


class RefundCause(StrEnum):
    """Why money goes back."""

    ORDER_CANCELLED = "order_cancelled"
    GONE = "gone"
    BOOKING_CANCELLED = "booking_cancelled"
    BOOKING_OVER = "booking_over"
    NOBODY_FOUND = "nobody_found"
    CALL_CANCELLED = "call_cancelled"
    CALL_OVER = "call_over"
    NOT_EXTENDED = "not_extended"


class Refund(Entity):
    """Money on its way back. An order may have several, numbered from 1.

    What has failed is tried again under the same number: `attempt` says how often, `id` is the latest one's, `failure`
    why the one before failed. `to` is enough of a bank account for its owner to know it. `due_at` is when this attempt
    is to begin.
    """

    number: int = 1
    route: RefundRoute
    status: RefundStatus
    amount: int
    cause: RefundCause
    attempt: int = 1
    announced: bool = False
    failure: str | None = None
    to: str | None = None
    id: str | None = None
    opened_at: Moment
    due_at: Moment | None = None
    requested_at: Moment | None = None

    def reference(self, order_id: str) -> str:
        """What the provider knows this attempt by; `refund_named` reads it."""
        return f"{order_id}-R{self.number}-{self.attempt}"

    @property
    def check_after(self) -> Moment | None:
        """From when on it is asked after: at once, when the provider has it; late, when it should long have it."""
        if self.status is RefundStatus.DUE:
            return (self.due_at or self.opened_at) + _REFUND_START_TIMEOUT
        return self.requested_at if self.status is RefundStatus.REQUESTED else None


class Order(Entity):
    """One order has one payment.

    Two clocks: `hold_until` ends the hold on what is scarce, `pay_before` ends the invoice and the order. What was
    bought is the buyer's from `fulfilled_at` on. `alias` is by whom the calls of its customer know them.
    """

    id: OrderId
    status: OrderStatus = OrderStatus.PENDING
    payment: Payment = Payment()
    refunds: tuple[Refund, ...] = ()
    items: tuple[SaleItem, ...]
    subtotal: int
    admin_fee: int = 0
    currency: Currency = "IDR"
    buyer: Buyer
    customer: UserId | None = None
    alias: UserId | None = None
    partner: PartnerId | None = None
    locale: Locale = "id"
    success_url: str | None = None
    created_at: Moment
    hold_until: Moment
    pay_before: Moment
    fulfilled_at: Moment | None = None
    closed_at: Moment | None = None
    request_id: str

    @property
    def total(self) -> Money:
        return Money(amount=self.subtotal + self.admin_fee, currency=self.currency)

    @property
    def claims(self) -> tuple[str, ...]:
        return tuple(path for item in self.items for path in item.claims)

    @property
    def irreplaceable_claims(self) -> tuple[str, ...]:
        """What of that nothing else can stand for."""
        return tuple(path for item in self.items if item.irreplaceable for path in item.claims)

    @property
    def must_be_free(self) -> tuple[str, ...]:
        """What nobody else may have when these are taken."""
        return tuple(path for item in self.items if item.irreplaceable for path in item.must_be_free)

    @property
    def refunded_amount(self) -> int:
        """What has gone back or is to go back."""
        return sum(refund.amount for refund in self.refunds)

    @property
    def unrefunded_amount(self) -> int:
        """Total less all refunds, requested ones too, in whole units of the currency. The order need not be paid."""
        return self.total.amount - self.refunded_amount

    @computed_field  # type: ignore[prop-decorator]
    @property
    def refunding_since(self) -> Moment | None:
        """From when on a refund of it is to be asked after: kept so that a sweep finds these."""
        return min((one.check_after for one in self.refunds if one.check_after), default=None)

    def find_refund(self, number: int) -> Refund | None:
        """The refund of this number."""
        return self.refunds[number - 1] if 0 < number <= len(self.refunds) else None

    def payable_at(self, now: datetime) -> bool:
        """Whether its buyer may still pay."""
        return self.status is OrderStatus.PENDING and now < self.pay_before


class RefundAccount(Entity):
    """Where a refund is to be paid out; kept apart from the order, and only for as long as it is needed."""

    bank: Bank
    number: str
    holder: Line
    named_by: str
    named_at: Moment

    def is_same_account(self, other: "RefundAccount") -> bool:
        """Whether it is the same account, whoever named it and when."""
        return (self.bank, self.number, self.holder) == (other.bank, other.number, other.holder)


class RecordedRefundNotice(Entity):
    """What the provider told us once about a refund or a payout."""

    id: str
    reference: str | None
    outcome: str
    received_at: Moment
    request_id: str


class RecordedInvoiceNotice(Entity):
    """What the provider told us once. Its words are kept; what is true is asked of the provider."""

    invoice_id: str
    order_id: str
    status: str
    amount: int
    currency: str
    known: bool
    received_at: Moment
    request_id: str


class QuarantinedPayment(Entity):
    """A payment that does not fit its order: a person decides."""

    order_id: str
    invoice_id: str
    reason: str
    expected: str
    told: str
    at: Moment
