"""What bookings tell other domains: the status of a booking, and who meets whom until when."""

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
    """Who meets whom until when, as far as the booking has come.

    Attributes:
        booking_id: The booking, whose id is also its room's.
        status: Status of the booking: only a confirmed booking has a meeting.
        customer: The customer's uid.
        customer_name: Name that the expert sees.
        expert: The expert's uid.
        expert_name: Name that the customer sees.
        ends_at: End of the meeting.
    """

    booking_id: BookingId
    status: BookingStatus
    customer: UserId
    customer_name: str
    expert: UserId
    expert_name: str
    ends_at: Moment
