"""Facts of events by which a function may be triggered, as the options of `@on`."""

from typing import Literal, TypedDict

from shared.contracts.bookings import BookingChange, ReminderKind
from shared.contracts.events.pairing import EntitlementKind
from shared.contracts.sales import ItemKind


class EventFilter(TypedDict, total=False):
    """Facts that an event must carry to reach a function. Several values of one fact: any of them.

    A function is also called for an event without the fact, which an older version may have sent. The function must be
    correct then, too.
    """

    items: ItemKind | tuple[ItemKind, ...]
    """Kind of an item that the order has (`OrderPaid`, `OrderExpired`, `OrderCancelled`, `OrderRefunded`)."""

    is_free: bool
    """True if the order cost nothing (`OrderPaid`)."""

    in_full: bool
    """True if all that was paid has gone back (`OrderRefunded`)."""

    is_fulfilled: bool
    """True if the buyer had got what was bought (`OrderRefunded`)."""

    cause: str | tuple[str, ...]
    """Reason of the refund, a value of `RefundCause` (`OrderRefunded`)."""

    kind: Literal["pairing", "booking"]
    """Origin of the session (`SessionEnded`)."""

    rerouted: bool
    """True if the call was for a session that had lost its expert (`PairingFailed`)."""

    entitlement: EntitlementKind | tuple[EntitlementKind, ...]
    """Right by which the customer called (`PairingFailed`)."""

    was_confirmed: bool
    """True if the booking had been confirmed before (`BookingCancelled`)."""

    change: BookingChange | tuple[BookingChange, ...]
    """Change of the booking of which people are told (`BookingChanged`)."""

    reminder: ReminderKind | tuple[ReminderKind, ...]
    """Time before the meeting at which people are reminded (`BookingReminderDue`)."""
