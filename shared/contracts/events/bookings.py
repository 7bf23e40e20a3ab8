"""Events of bookings."""

from typing import ClassVar

from shared.kernel.ids import BookingId, UserId
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


class BookingCompleted(Event):
    """The time of a confirmed booking is over."""

    booking_id: BookingId
    expert: UserId
    customer: UserId
    ended_at: Moment
