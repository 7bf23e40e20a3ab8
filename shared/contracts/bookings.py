"""Contract of bookings: the status of a booking, and the terms of its meeting."""

from shared.kernel.ids import BookingId, UserId
from shared.kernel.schemas import Model, Moment
from shared.kernel.stored_choices import StoredEnum


class BookingStatus(StoredEnum):
    """State of a booking. Requests are approved or paid, then confirmed; `no_show` means that somebody missed it."""

    REQUESTED = "requested"
    AWAITING_PAYMENT = "awaiting_payment"
    CONFIRMED = "confirmed"
    COMPLETED = "completed"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    REJECTED = "rejected"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


class MeetingTerms(Model):
    """Terms of a meeting: the two people, start and end, and the status of the booking."""

    booking_id: BookingId
    status: BookingStatus
    customer: UserId
    customer_name: str
    expert: UserId
    expert_name: str
    ends_at: Moment
