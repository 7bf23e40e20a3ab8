"""Contract of bookings: the status of a booking, its changes, and the terms of its meeting."""

from datetime import timedelta
from enum import StrEnum

from shared.contracts.offers import ServiceKind
from shared.kernel.ids import BookingId, GroupDateId, UserId
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


class BookingChange(StrEnum):
    """Change of a booking of which people are told.

    Attributes:
        UNPAID: Nothing has changed, and the time to pay will soon be over.
        LINK_CHANGED: Another place, by link or in person; the words follow from the meeting.
    """

    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    EXPIRED = "expired"
    CONFIRMED = "confirmed"
    PROPOSED = "proposed"
    DECLINED = "declined"
    MOVED = "moved"
    LINK_CHANGED = "link_changed"
    CANCELLED = "cancelled"
    UNPAID = "unpaid"


class ReminderKind(StrEnum):
    """Time before the meeting at which a reminder is due."""

    DAY = "24h"
    HOUR = "1h"
    MINUTES = "10m"

    @property
    def lead_time(self) -> timedelta:
        """Time before the meeting, as a duration."""
        return {"24h": timedelta(hours=24), "1h": timedelta(hours=1), "10m": timedelta(minutes=10)}[self]


class MeetingTerms(Model):
    """Terms of a meeting: the two people, start and end, and the status of the booking.

    Attributes:
        kind: Way in which the two meet.
        starts_at: Agreed start, UTC.
        minutes: Agreed length.
        ends_at: Agreed end, UTC.
        group_date: Date of the group in which the booking is a seat; None for a meeting of two.
        service_name: Name of the service, which is the name of a group's room; empty by default.
    """

    booking_id: BookingId
    status: BookingStatus
    kind: ServiceKind
    customer: UserId
    customer_name: str
    expert: UserId
    expert_name: str
    starts_at: Moment
    minutes: int
    ends_at: Moment
    group_date: GroupDateId | None = None
    service_name: str = ""
