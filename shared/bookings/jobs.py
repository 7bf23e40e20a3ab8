"""Jobs of bookings: payloads of tasks."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from shared.bookings.models import Booking, MeetingLinkId, ReminderKind
from shared.kernel.ids import BookingId, UserId
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Job


class BookingNoticeKind(StrEnum):
    """Kind of an e-mail about a change of a booking."""

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


class EmailBookingNotice(Job):
    """E-mail to one side of a booking about a change.

    Attributes:
        booking_id: Booking that has changed.
        notice: Change that the e-mail tells.
        to: Recipient: the customer or the expert.
    """

    queue: ClassVar[str] = "mail"
    booking_id: BookingId
    notice: BookingNoticeKind
    to: UserId


class EmailBookingReminder(Job):
    """E-mail that reminds one side of the meeting.

    Attributes:
        booking_id: Booking to remind of.
        kind: Time before the meeting at which the reminder is due.
        version: Version of the booking in which the time was agreed.
        to: Recipient: the customer or the expert.
    """

    queue: ClassVar[str] = "mail"
    booking_id: BookingId
    kind: ReminderKind
    version: int
    to: UserId


class ExpireBookingRequest(Job):
    """Expiry of a request at the end of the time to answer."""

    queue: ClassVar[str] = "bookings"
    booking_id: BookingId


class CancelBookingOfSuspended(Job):
    """Cancellation of a booking of a suspended person.

    Attributes:
        booking_id: The booking.
        user_id: The suspended customer or expert.
    """

    queue: ClassVar[str] = "bookings"
    booking_id: BookingId
    user_id: UserId


class PropagateMeetingLink(Job):
    """Change of a link's address in the upcoming meetings at the link, one page a job.

    Attributes:
        meeting_link_id: Link whose address has changed.
        cursor: Cursor of this job's page; None for the first page.
    """

    queue: ClassVar[str] = "bookings"
    meeting_link_id: MeetingLinkId
    cursor: str | None = None


def schedule_notices(
    uow: UnitOfWork, booking: Booking, notice: BookingNoticeKind, *people: UserId, at: datetime | None = None
) -> None:
    """Schedule an e-mail to each of `people`, once for each version of the booking.

    Args:
        uow: Unit of work that carries the jobs.
        booking: Booking that has changed.
        notice: Change that the e-mail tells.
        people: Recipients.
        at: Time to send; None sends at once.
    """
    for to in people:
        job = EmailBookingNotice(booking_id=booking.id, notice=notice, to=to)
        uow.schedule(job, at=at, key=f"{booking.id}-{notice}-{booking.version}-{to}")
