"""Events of orders."""

from typing import Annotated, ClassVar, Literal

from shared.contracts.events.known_values import keep_known, known_or_none
from shared.contracts.sales import ItemKind
from shared.kernel.ids import OrderId, UserId
from shared.kernel.schemas import Event, Moment

ItemKinds = Annotated[tuple[ItemKind, ...], keep_known(ItemKind)]
"""Kinds of items in an event; one that only a newer version knows is left out."""


RefundChange = Literal["account_needed", "account_failed", "sent", "succeeded"]
"""Change of a refund of which the buyer is told.

A bank account is needed; an attempt has failed, so that an account is needed; the provider has accepted the refund; the
money has arrived.
"""


class OrderPaid(Event):
    """An order is paid and its goods are secured. May be emitted again for the same order.

    Attributes:
        order_id: The order.
        items: Kind of each item, each kind once, as far as this version knows it. Empty in events of older versions.
        amount: Paid amount in rupiah, fees included; 0 for a free order.
        expert: Expert whose service, product or time was bought, if there is one.
        customer: Buyer; in orders of calls their alias, never the uid. None for a partner's guest.
        paid_at: Time at which the provider received the money.
    """

    facts: ClassVar[tuple[str, ...]] = ("items", "is_free")

    order_id: OrderId
    items: ItemKinds = ()
    amount: int | None = None
    expert: UserId | None = None
    customer: UserId | None = None
    paid_at: Moment

    @property
    def is_free(self) -> bool | None:
        """Return whether the order cost nothing; None in events of older versions."""
        return None if self.amount is None else self.amount == 0


class OrderExpired(Event):
    """An order was not paid in time, or its goods were gone when it was: the buyer gets nothing of it.

    Attributes:
        order_id: The order.
        items: Kind of each item, each kind once, as far as this version knows it. Empty in events of older versions.
        customer: Buyer; in orders of calls their alias, never the uid. None for a partner's guest.
        expired_at: Time at which the order was given up.
    """

    facts: ClassVar[tuple[str, ...]] = ("items",)

    order_id: OrderId
    items: ItemKinds = ()
    customer: UserId | None = None
    expired_at: Moment


class OrderCancelled(Event):
    """An order was cancelled before it was paid.

    Attributes:
        order_id: The order.
        items: Kind of each item, each kind once, as far as this version knows it. Empty in events of older versions.
        customer: Buyer; in orders of calls their alias, never the uid. None for a partner's guest.
        cancelled_at: Time of the cancellation.
    """

    facts: ClassVar[tuple[str, ...]] = ("items",)

    order_id: OrderId
    items: ItemKinds = ()
    customer: UserId | None = None
    cancelled_at: Moment


class OrderRefunded(Event):
    """The provider has accepted a refund. Emitted once for each refund of an order.

    Attributes:
        order_id: The order.
        number: 1-based number of the refund within the order.
        amount: Refunded amount in rupiah.
        in_full: True if all that was paid has gone back with this refund.
        cause: Reason of the refund, a value of `RefundCause`. None in events of older versions.
        items: Kind of each item, each kind once, as far as this version knows it. Empty in events of older versions.
        is_fulfilled: True if the buyer had got what was bought. None in events of older versions.
        expert: Expert whose service, product or time was bought, if there is one.
        customer: Buyer; in orders of calls their alias, never the uid. None for a partner's guest.
        refunded_at: Time at which the provider accepted the refund.
    """

    facts: ClassVar[tuple[str, ...]] = ("items", "in_full", "is_fulfilled", "cause")

    order_id: OrderId
    number: int = 1
    amount: int
    in_full: bool = True
    cause: str | None = None
    items: ItemKinds = ()
    is_fulfilled: bool | None = None
    expert: UserId | None = None
    customer: UserId | None = None
    refunded_at: Moment


class RefundChanged(Event):
    """A refund has changed, and the buyer is to be told.

    Attributes:
        order_id: The order.
        number: 1-based number of the refund within the order.
        attempt: Number of the refund's attempt, from 1.
        change: Change of which the buyer is told. None for a change that only a newer version knows.
        again: True if the buyer has asked for the mail once more.
        at: Time of the change, or of the request for another mail.
    """

    order_id: OrderId
    number: int
    attempt: int
    change: Annotated[RefundChange | None, known_or_none(RefundChange)]
    again: bool = False
    at: Moment


class PaymentQuarantined(Event):
    """The provider told us something that cannot be right, or a person has to act: a payment, a refund or a payout.

    Attributes:
        order_id: The order, or what the provider names in its place.
        invoice_id: Provider's id of the invoice; empty if no invoice is known.
        reason: Reason for which a person has to look at the order.
        reference: Our reference of an attempt at a refund; empty for payments, and in events of older versions.
        provider_id: Provider's id of a refund or payout; empty if there is none, and in events of older versions.
    """

    order_id: str
    invoice_id: str
    reason: str
    reference: str = ""
    provider_id: str = ""
