"""What happens to bookings."""

from shared.kernel.ids import BookingId, UserId
from shared.kernel.schemas import Event, Moment


class BookingConfirmed(Event):
    """It is paid, and the two will meet."""

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
    """It will not be, whoever called it off. `refund` is what goes back to the customer."""

    booking_id: BookingId
    refund: int
    cancelled_at: Moment


class BookingCompleted(Event):
    """Its time is over."""

    booking_id: BookingId
    expert: UserId
    customer: UserId
    ended_at: Moment
