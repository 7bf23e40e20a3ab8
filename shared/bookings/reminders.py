"""What is worth telling people of their bookings, and when they are reminded: pure, told the time."""

from datetime import datetime

from shared.bookings.errors import NoLongerSo
from shared.bookings.jobs import BookingNoticeKind
from shared.bookings.models import Booking, ReminderKind, Side
from shared.contracts.bookings import BookingStatus
from shared.kernel.ids import UserId

REMINDERS = (ReminderKind.DAY, ReminderKind.HOUR, ReminderKind.MINUTES)

_Status = BookingStatus
# In which states it is still worth telling somebody what happened.
_CURRENT_STATUSES = {
    BookingNoticeKind.REQUESTED: (_Status.REQUESTED,),
    BookingNoticeKind.APPROVED: (_Status.AWAITING_PAYMENT,),
    BookingNoticeKind.REJECTED: (_Status.REJECTED,),
    BookingNoticeKind.EXPIRED: (_Status.EXPIRED,),
    BookingNoticeKind.CONFIRMED: (_Status.CONFIRMED,),
    BookingNoticeKind.PROPOSED: (_Status.REQUESTED, _Status.CONFIRMED),
    BookingNoticeKind.DECLINED: (_Status.REQUESTED, _Status.CONFIRMED),
    BookingNoticeKind.MOVED: (_Status.CONFIRMED,),
    BookingNoticeKind.LINK_CHANGED: (_Status.CONFIRMED,),
    BookingNoticeKind.CANCELLED: (_Status.CANCELLED,),
}


def compute_due_reminder(booking: Booking, *, now: datetime) -> ReminderKind | None:
    """The latest reminder whose moment has come; an earlier one that was missed is not sent late."""
    if booking.status is not _Status.CONFIRMED or booking.starts_at <= now:
        return None
    due = [kind for kind in REMINDERS if booking.starts_at - kind.lead_time <= now]
    return due[-1] if due else None


def with_next_reminder(booking: Booking, *, now: datetime) -> Booking:
    """The same, waiting for its next reminder. That is not a change of the booking."""
    return booking.having(next_reminder_at=_compute_next_reminder(booking, now))


def _compute_next_reminder(booking: Booking, now: datetime) -> datetime | None:
    if booking.status is not _Status.CONFIRMED:
        return None
    return min((at for kind in REMINDERS if (at := booking.starts_at - kind.lead_time) > now), default=None)


def check_reminder_current(booking: Booking, version: int, kind: ReminderKind, *, now: datetime) -> None:
    """Whether it is still that time, and not yet a later reminder's hour. Raises `NoLongerSo`."""
    stands = booking.status is _Status.CONFIRMED and booking.timed_in == version and booking.starts_at > now
    # A run decides by when it was due, so its reminder may come a little early; none may come in a later one's hour.
    if not stands or (compute_due_reminder(booking, now=now) or kind).lead_time < kind.lead_time:
        raise NoLongerSo(booking_id=booking.id)


def check_notice_current(booking: Booking, notice: BookingNoticeKind, to: UserId) -> None:
    """Whether *notice* is still true for *to*. Raises `NoLongerSo`."""
    if booking.status not in _CURRENT_STATUSES[notice] or (
        notice is BookingNoticeKind.PROPOSED and not _is_asked_for_answer(booking, to)
    ):
        raise NoLongerSo(booking_id=booking.id)


def _is_asked_for_answer(booking: Booking, person: UserId) -> bool:
    """Whether a proposal waits for this person's answer."""
    side = Side.EXPERT if person == booking.offer.expert else Side.CUSTOMER
    return booking.proposal is not None and booking.proposal.by not in (side, Side.UNKNOWN)
