"""Work for later."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from shared.bookings.models import Booking, MeetingLinkId, ReminderKind
from shared.kernel.ids import BookingId, UserId
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Job


class BookingNoticeKind(StrEnum):
    """What people are told of a booking."""

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


class EmailBookingNotice(Job):
    """Tell one of the two what has happened."""

    queue: ClassVar[str] = "mail"
    booking_id: BookingId
    notice: BookingNoticeKind
    to: UserId


class EmailBookingReminder(Job):
    """Remind one of the two. `version` is that in which the time was agreed."""

    queue: ClassVar[str] = "mail"
    booking_id: BookingId
    kind: ReminderKind
    version: int
    to: UserId


class ExpireBookingRequest(Job):
    """The time to answer is over."""

    queue: ClassVar[str] = "bookings"
    booking_id: BookingId


class PropagateMeetingLink(Job):
    """A link has another address: let its coming meetings have it, page by page; `cursor` is where this one begins."""

    queue: ClassVar[str] = "bookings"
    meeting_link_id: MeetingLinkId
    cursor: str | None = None


def schedule_notices(
    uow: UnitOfWork, booking: Booking, notice: BookingNoticeKind, *people: UserId, at: datetime | None = None
) -> None:
    """Have *people* told, now or at *at*: once of each version of the booking."""
    for to in people:
        job = EmailBookingNotice(booking_id=booking.id, notice=notice, to=to)
        uow.schedule(job, at=at, key=f"{booking.id}-{notice}-{booking.version}-{to}")
