"""An order, its payment, its refund. Order and payment have their own states, as the buyer and the money do."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from shared.kernel.ids import OrderId, PartnerId, UserId
from shared.kernel.money import Currency, Money
from shared.kernel.sales import Item
from shared.kernel.schemas import Email, Entity, Line, Moment, Phone

Locale = Literal["id", "en"]


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
    """`AWAITING_ACCOUNT`: the channel cannot refund, so the buyer must name a bank account first."""

    AWAITING_ACCOUNT = "AWAITING_ACCOUNT"
    DUE = "DUE"
    REQUESTED = "REQUESTED"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"


class Buyer(Entity):
    """Who pays; a guest is only this."""

    full_name: Line
    email: Email
    phone: Phone


class Payment(Entity):
    """`channel` is the provider's code of how it was paid (`QRIS`, `BCA`)."""

    status: PaymentStatus = PaymentStatus.PENDING
    invoice_id: str | None = None
    checkout_url: str | None = None
    channel: str | None = None
    paid_at: Moment | None = None


class Refund(Entity):
    """The money on its way back."""

    status: RefundStatus
    amount: int
    reason: str
    id: str | None = None
    requested_at: Moment | None = None


class Order(Entity):
    """One order has one payment. `hold_until` ends the hold on what is scarce, and the invoice with it."""

    id: OrderId
    status: OrderStatus = OrderStatus.PENDING
    payment: Payment = Payment()
    refund: Refund | None = None
    items: tuple[Item, ...]
    subtotal: int
    admin_fee: int = 0
    currency: Currency = "IDR"
    buyer: Buyer
    customer: UserId | None = None
    partner: PartnerId | None = None
    locale: Locale = "id"
    success_url: str | None = None
    created_at: Moment
    hold_until: Moment
    closed_at: Moment | None = None
    request_id: str

    @property
    def total(self) -> Money:
        return Money(amount=self.subtotal + self.admin_fee, currency=self.currency)

    @property
    def claims(self) -> tuple[str, ...]:
        return tuple(path for item in self.items for path in item.claims)

    def held_at(self, now: datetime) -> bool:
        """Whether its buyer may still pay and have what was held."""
        return self.status is OrderStatus.PENDING and now < self.hold_until


class InboxNote(Entity):
    """What the provider told us once. Its words are kept; what is true is asked of the provider."""

    invoice_id: str
    order_id: str
    status: str
    amount: int
    currency: str
    known: bool
    received_at: Moment
    request_id: str


class Quarantined(Entity):
    """A payment that does not fit its order: a person decides."""

    order_id: str
    invoice_id: str
    reason: str
    expected: str
    told: str
    at: Moment
