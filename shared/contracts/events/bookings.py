"""Events of bookings."""

from typing import Annotated, ClassVar

from shared.contracts.bookings import BookingChange, ReminderKind
from shared.contracts.events.known_values import known_or_none
from shared.kernel.ids import BookingId, GroupDateId, UserId
from shared.kernel.schemas import Event, Moment


class BookingConfirmed(Event):
    """A booking is paid, and the two will meet."""

    booking_id: BookingId
    expert: UserId
    customer: UserId
    starts_at: Moment
    ends_at: Moment


class BookingMoved(Event):
    """A confirmed booking has another time, on which both agreed."""

    booking_id: BookingId
    starts_at: Moment
    ends_at: Moment


class BookingCancelled(Event):
    """A booking was cancelled, by either side, an admin, or with its order.

    Attributes:
        booking_id: The booking.
        refund: Amount in rupiah that goes back to the customer.
        was_confirmed: True if the booking had been confirmed before, with a room. None in events of older versions.
        cancelled_at: Time of the cancellation.
    """

    facts: ClassVar[tuple[str, ...]] = ("was_confirmed",)

    booking_id: BookingId
    refund: int
    was_confirmed: bool | None = None
    cancelled_at: Moment


class GroupDateCancelled(Event):
    """A date of a group was cancelled, by its expert, an admin, or for too few seats.

    Attributes:
        group_date: The date.
        cancelled_at: Time at which the date was cancelled.
    """

    group_date: GroupDateId
    cancelled_at: Moment


class BookingCompleted(Event):
    """The time of a confirmed booking is over."""

    booking_id: BookingId
    expert: UserId
    customer: UserId
    ended_at: Moment


class BookingChanged(Event):
    """A booking has changed, and people are to be told.

    Attributes:
        booking_id: The booking.
        version: Version of the booking with the change.
        change: Change of which people are told. None for a change that only a newer version knows.
        told: People to tell.
        by: Person who made the change; None for an admin, the clock and the payment.
        at: Time of the change.
    """

    facts: ClassVar[tuple[str, ...]] = ("change",)

    booking_id: BookingId
    version: int
    change: Annotated[BookingChange | None, known_or_none(BookingChange)]
    told: tuple[UserId, ...]
    by: UserId | None = None
    at: Moment


class BookingReminderDue(Event):
    """Both people of a confirmed booking are to be reminded of the meeting.

    Attributes:
        booking_id: The booking.
        timed_in: Version of the booking in which the time was agreed.
        reminder: Time before the meeting. None for a reminder that only a newer version knows.
        told: People to remind.
        at: Time at which the reminder was due.
    """

    facts: ClassVar[tuple[str, ...]] = ("reminder",)

    booking_id: BookingId
    timed_in: int
    reminder: Annotated[ReminderKind | None, known_or_none(ReminderKind)]
    told: tuple[UserId, ...]
    at: Moment
