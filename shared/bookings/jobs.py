"""Jobs of bookings: payloads of tasks."""

from typing import ClassVar

from shared.bookings.models import MeetingLinkId
from shared.contracts.bookings import BookingChange, ReminderKind
from shared.contracts.offers import MeetingAddress
from shared.kernel.ids import BookingId, GroupDateId, ServiceId, UserId
from shared.kernel.schemas import Job


class EmailBookingNotice(Job):
    """Job of earlier versions: e-mail to one side of a booking about a change. Nothing schedules it any more.

    Attributes:
        booking_id: Booking that has changed.
        notice: Change that the e-mail tells.
        to: Recipient: the customer or the expert.
    """

    queue: ClassVar[str] = "mail"
    booking_id: BookingId
    notice: BookingChange
    to: UserId


class EmailBookingReminder(Job):
    """Job of earlier versions: e-mail that reminds one side of the meeting. Nothing schedules it any more.

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
    """Cancellation of a booking of a suspended person, or of an expert whom a new vetting has refused.

    Attributes:
        booking_id: The booking.
        user_id: The suspended customer or expert, or the refused expert.
    """

    queue: ClassVar[str] = "bookings"
    booking_id: BookingId
    user_id: UserId


class GiveSeatBack(Job):
    """Cancellation of a seat at a date that was cancelled, with a full refund.

    Attributes:
        booking_id: Booking whose seat it is.
        group_date: The date.
    """

    queue: ClassVar[str] = "bookings"
    booking_id: BookingId
    group_date: GroupDateId


class PropagateMeetingLink(Job):
    """Change of a link's address in the upcoming meetings at the link, one page a job.

    Attributes:
        meeting_link_id: Link whose address has changed.
        cursor: Cursor of this job's page; None for the first page.
    """

    queue: ClassVar[str] = "bookings"
    meeting_link_id: MeetingLinkId
    cursor: str | None = None


class PropagateMeetingAddress(Job):
    """Change of a service's place in its upcoming meetings in person, one page a job.

    Attributes:
        expert: Expert of the service.
        service_id: Service whose place has changed.
        place: Place that the service got; counts if the service has no place any more.
        cursor: Cursor of this job's page; None for the first page.
    """

    queue: ClassVar[str] = "bookings"
    expert: UserId
    service_id: ServiceId
    place: MeetingAddress
    cursor: str | None = None
