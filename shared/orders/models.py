"""Entities of orders: order, payment, refund. Order and payment have states of their own."""

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import computed_field

from shared.contracts.checkout import PaymentMethod
from shared.contracts.people import Locale
from shared.contracts.sales import ItemKind, SaleItem
from shared.kernel.ids import OrderId, PartnerId, UserId
from shared.kernel.money import Currency, Money
from shared.kernel.schemas import Email, Entity, Line, Moment, Phone
from shared.kernel.stored_choices import StoredEnum, UnknownAs
from shared.orders.channels import RefundRoute

# By then all attempts of the task that begins a refund are over, if it was not lost.
_REFUND_START_TIMEOUT = timedelta(hours=1)
# By then banks have sent back what they could not credit, and a lost callback about that is found.
REFUND_RECHECK_DELAY = timedelta(days=3)


class OrderStatus(StoredEnum):
    """State of an order."""

    PENDING = "PENDING"
    PAID = "PAID"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"
    REFUNDED = "REFUNDED"
    UNKNOWN = "UNKNOWN"


class PaymentStatus(StoredEnum):
    """State of an order's payment."""

    PENDING = "PENDING"
    PAID = "PAID"
    EXPIRED = "EXPIRED"
    FAILED = "FAILED"
    UNKNOWN = "UNKNOWN"


class RefundStatus(StoredEnum):
    """State of a refund. `AWAITING_ACCOUNT` waits for the buyer to name a bank account."""

    AWAITING_ACCOUNT = "AWAITING_ACCOUNT"
    DUE = "DUE"
    REQUESTED = "REQUESTED"
    SUCCEEDED = "SUCCEEDED"
    UNKNOWN = "UNKNOWN"


class AttemptStatus(StoredEnum):
    """State of an attempt at a refund, by the provider's last word. `WITHDRAWN`: given up before it was begun."""

    REQUESTED = "REQUESTED"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    REVERSED = "REVERSED"
    WITHDRAWN = "WITHDRAWN"
    UNKNOWN = "UNKNOWN"

    @property
    def is_live(self) -> bool:
        """Return whether the money of the attempt is with the buyer, or on its way."""
        return self in (AttemptStatus.REQUESTED, AttemptStatus.SUCCEEDED)


class Buyer(Entity):
    """A person who pays."""

    full_name: Line
    """Full name of the person who pays, one line of 1 to 200 characters."""
    email: Email
    """E-mail address for the invoice and for what was bought."""
    phone: Phone
    """Phone number of the buyer; `081234567890` in orders of earlier versions, otherwise `+6281234567890`."""


class InvoiceLease(Entity):
    """The lease on creating an order's invoice: only the call that holds it may create one.

    Attributes:
        call_id: Id of the call that holds the lease.
        until: End of the lease, in UTC. From then on another call may take it.
        first: True if no call held the lease before, so that the provider cannot know an invoice yet.
    """

    call_id: str
    until: Moment
    first: bool = False


class Payment(Entity):
    """Payment of an order.

    Attributes:
        channel: Provider's code of the payment channel, such as `QRIS` or `BCA_VIRTUAL_ACCOUNT`.
        invoice_lease: Set while an invoice is being created, and after an attempt that created none.
    """

    status: PaymentStatus = PaymentStatus.PENDING
    invoice_id: str | None = None
    checkout_url: str | None = None
    invoice_lease: InvoiceLease | None = None
    channel: str | None = None
    paid_at: Moment | None = None


class RefundCause(StoredEnum):
    """Cause of a refund."""

    # Subscriptions filter by it: their new filters are deployed before the code that uses a new cause.
    ORDER_CANCELLED = "order_cancelled"
    GONE = "gone"
    BOOKING_CANCELLED = "booking_cancelled"
    BOOKING_OVER = "booking_over"
    NOBODY_FOUND = "nobody_found"
    CALL_CANCELLED = "call_cancelled"
    CALL_OVER = "call_over"
    NOT_EXTENDED = "not_extended"
    EVENT_OVER = "event_over"
    EVENT_CANCELLED = "event_cancelled"
    SALE_OVER = "sale_over"
    PAID_TWICE = "paid_twice"
    BY_ADMIN = "by_admin"
    TICKET_REFUNDED = "ticket_refunded"
    SESSION_MISSED = "session_missed"
    NOT_DELIVERED = "not_delivered"
    DELIVERY_DISPUTED = "delivery_disputed"
    UNKNOWN = "unknown"


class RefundAttempt(Entity):
    """Attempt at a refund: a refund or a payout at the provider, under a reference of its own.

    Attributes:
        number: Number of the attempt within its refund, from 1.
        id: Provider's id; None for an attempt that was withdrawn before it was begun.
        amount: Amount that the provider names, in whole units of the currency; None if the provider named none.
        to: Masked bank account of a payout.
    """

    number: int
    route: RefundRoute
    status: AttemptStatus
    id: str | None = None
    amount: int | None = None
    to: str | None = None


class Refund(Entity):
    """Refund of an order, numbered from 1. Stored inside the order.

    Attributes:
        attempt: Number of the current attempt, from 1; a failed refund is tried again under the same number.
        id: Provider's id of the current attempt.
        told_amount: Amount that the provider names for the current attempt; None if the provider has named none.
        earlier: Other attempts that the provider has accepted, or that were withdrawn. A lower number that is missing
            has failed: the provider refused it at once, or an older version recorded none.
        invoice_id: Surplus invoice that is refunded; None for the order's own payment.
        opened_by: Id of the admin who opened the refund; None for a refund that follows from a rule.
        for_used: True if the admin has refunded what had been used, such as a ticket that was checked in.
        failure: Failure code of the previous attempt.
        held_because: Reason for which the current attempt is not begun; None if nothing holds it back.
        to: Masked bank account, enough for its owner to recognise it.
        due_at: Time at which the current attempt begins.
        rechecked_at: Time of the question that is asked once more, days after the success.
    """

    number: int = 1
    route: RefundRoute
    status: RefundStatus
    amount: int
    cause: RefundCause
    attempt: int = 1
    announced: bool = False
    failure: str | None = None
    held_because: str | None = None
    to: str | None = None
    id: str | None = None
    told_amount: int | None = None
    earlier: tuple[RefundAttempt, ...] = ()
    invoice_id: str | None = None
    opened_by: str | None = None
    for_used: bool = False
    opened_at: Moment
    due_at: Moment | None = None
    requested_at: Moment | None = None
    rechecked_at: Moment | None = None

    @property
    def is_surplus(self) -> bool:
        """True if another payment than the order's own goes back: the order stays as it is."""
        return self.invoice_id is not None

    def reference(self, order_id: str, attempt: int | None = None) -> str:
        """Return the reference by which the provider knows an attempt, by default the current one.

        `refund_attempt_from_reference` parses it.
        """
        return f"{order_id}-R{self.number}-{attempt or self.attempt}"

    @property
    def check_after(self) -> Moment | None:
        """Time from which the provider is asked about the refund.

        At once when it has accepted it, later when it should have; once more, days after the success.
        """
        if self.status is RefundStatus.DUE:
            return (self.due_at or self.opened_at) + _REFUND_START_TIMEOUT
        if self.status is RefundStatus.SUCCEEDED and self.requested_at and self.rechecked_at is None:
            return self.requested_at + REFUND_RECHECK_DELAY
        return self.requested_at if self.status is RefundStatus.REQUESTED else None

    @property
    def attempts(self) -> tuple[RefundAttempt, ...]:
        """Attempts that are known to have been begun or withdrawn, the current one among them once it has begun."""
        if self.status not in (RefundStatus.REQUESTED, RefundStatus.SUCCEEDED):
            return self.earlier
        current = RefundAttempt(
            number=self.attempt,
            route=self.route,
            status=AttemptStatus(self.status),
            id=self.id,
            amount=self.told_amount,
            to=self.to,
        )
        return (*self.earlier, current)


class Order(Entity):
    """Order with exactly one payment. Any further payment is a surplus, and goes back.

    Attributes:
        hold_until: End of the hold on scarce goods.
        pay_before: End of the invoice and of the order.
        fulfilled_at: Time from which the goods belong to the buyer.
        kinds: Kinds of `items`, each once, so that orders can be listed by kind; empty in orders of earlier versions.
        success_url: Page that the checkout opens after the payment.
        failure_url: Page that the checkout opens when the payment fails.
        payment_methods: Ways of paying that the buyer chose; empty for all.
        invoice_channels: Channels that the invoice offers, by choice and settings; empty for all.
        alias: Alias of the customer, by which the calls of that customer know them.
        partner_key: Id of the partner's key by which the order was made; None for other orders, and in older ones.
    """

    id: OrderId
    status: OrderStatus = OrderStatus.PENDING
    payment: Payment = Payment()
    refunds: tuple[Refund, ...] = ()
    items: tuple[SaleItem, ...]
    kinds: tuple[Annotated[ItemKind, UnknownAs("unknown")], ...] = ()
    subtotal: int
    admin_fee: int = 0
    currency: Currency = "IDR"
    buyer: Buyer
    customer: UserId | None = None
    alias: UserId | None = None
    partner: PartnerId | None = None
    partner_key: str | None = None
    locale: Locale = "id"
    success_url: str | None = None
    failure_url: str | None = None
    payment_methods: tuple[PaymentMethod, ...] = ()
    invoice_channels: tuple[str, ...] = ()
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
        """Claims for which no other unit can stand in."""
        return tuple(path for item in self.items if item.irreplaceable for path in item.claims)

    @property
    def must_be_free(self) -> tuple[str, ...]:
        """Claims that nobody else may hold when the order's claims are taken."""
        return tuple(path for item in self.items if item.irreplaceable for path in item.must_be_free)

    @property
    def refunded_amount(self) -> int:
        """Amount of the order's payment that was refunded or will be, in whole units of the currency."""
        return sum(refund.amount for refund in self.refunds if not refund.is_surplus)

    @property
    def unrefunded_amount(self) -> int:
        """Total less all refunds, requested ones too, in whole units of the currency. The order need not be paid."""
        return self.total.amount - self.refunded_amount

    @computed_field  # type: ignore[prop-decorator]
    @property
    def refunding_since(self) -> Moment | None:
        """Time from which an open refund needs a check, stored so that a sweep can query for it."""
        return min((one.check_after for one in self.refunds if one.check_after), default=None)

    def find_refund(self, number: int) -> Refund | None:
        """Return the refund of this number, if there is one."""
        return self.refunds[number - 1] if 0 < number <= len(self.refunds) else None

    def payable_at(self, now: datetime) -> bool:
        """Return whether the buyer can still pay at `now`."""
        return self.status is OrderStatus.PENDING and now < self.pay_before


class RefundAccount(Entity):
    """Bank account for one payout. Stored apart from the order, and only for as long as it is needed.

    Attributes:
        bank: Code of a payout channel. Older documents hold codes that the provider may have withdrawn since.
        number: Account number as the provider wants it.
        named_by: Caller who named the account; `refund_mail` and the order for the holder of a mailed link.
    """

    bank: str
    number: str
    holder: Line
    named_by: str
    named_at: Moment

    def is_same_account(self, other: "RefundAccount") -> bool:
        """Return whether both name the same bank account, whoever named it and when."""
        return (self.bank, self.number, self.holder) == (other.bank, other.number, other.holder)


class RecordedRefundNotice(Entity):
    """Callback about a refund or a payout, stored once."""

    id: str
    reference: str | None
    outcome: str
    received_at: Moment
    request_id: str


class RecordedInvoiceNotice(Entity):
    """Callback about an invoice, stored once. The provider is asked before anything happens."""

    invoice_id: str
    order_id: str
    status: str
    amount: int
    currency: str
    known: bool
    received_at: Moment
    request_id: str


class QuarantinedPayment(Entity):
    """Payment that contradicts its order. A person decides what happens to it."""

    order_id: str
    invoice_id: str
    reason: str
    expected: str
    told: str
    at: Moment
