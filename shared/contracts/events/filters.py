"""Facts of events by which a function may be triggered, as the options of `@on`."""

from typing import Literal, TypedDict

from shared.contracts.events.pairing import EntitlementKind
from shared.contracts.sales import ItemKind


class EventFilter(TypedDict, total=False):
    """Facts that an event must carry to reach a function. Several values of one fact: any of them.

    A function is also called for an event that does not tell the fact, as events of older versions do not; it must be
    correct then, too.
    """

    items: ItemKind | tuple[ItemKind, ...]
    """Kind of an item that the order has (`OrderPaid`, `OrderExpired`, `OrderCancelled`, `OrderRefunded`)."""

    is_free: bool
    """Whether the order cost nothing (`OrderPaid`)."""

    in_full: bool
    """Whether all that was paid has gone back (`OrderRefunded`)."""

    is_fulfilled: bool
    """Whether the buyer had got what was bought (`OrderRefunded`)."""

    cause: str | tuple[str, ...]
    """Why the money goes back, a value of `RefundCause` (`OrderRefunded`)."""

    kind: Literal["pairing", "booking"]
    """What led to the session (`SessionEnded`)."""

    rerouted: bool
    """Whether the call was for a session that had lost its expert (`PairingFailed`)."""

    entitlement: EntitlementKind | tuple[EntitlementKind, ...]
    """By what right the customer called (`PairingFailed`)."""

    was_confirmed: bool
    """Whether the booking had been confirmed before (`BookingCancelled`)."""
