"""What is worth telling people of their bookings, and when they are reminded: pure, told the time."""

from datetime import datetime

from shared.bookings.errors import NoLongerSo
from shared.bookings.jobs import Notice
from shared.bookings.models import Booking, BookingStatus, ReminderKind, Side
from shared.kernel.ids import UserId

REMINDERS = (ReminderKind.DAY, ReminderKind.HOUR, ReminderKind.MINUTES)

_Status = BookingStatus
# In which states it is still worth telling somebody what happened.
_TRUE_WHILE = {
    Notice.REQUESTED: (_Status.REQUESTED,),
    Notice.APPROVED: (_Status.AWAITING_PAYMENT,),
    Notice.REJECTED: (_Status.REJECTED,),
    Notice.EXPIRED: (_Status.EXPIRED,),
    Notice.CONFIRMED: (_Status.CONFIRMED,),
    Notice.PROPOSED: (_Status.REQUESTED, _Status.CONFIRMED),
    Notice.DECLINED: (_Status.REQUESTED, _Status.CONFIRMED),
    Notice.MOVED: (_Status.CONFIRMED,),
    Notice.LINK_CHANGED: (_Status.CONFIRMED,),
    Notice.CANCELLED: (_Status.CANCELLED,),
}


def reminder_due(booking: Booking, *, now: datetime) -> ReminderKind | None:
    """The latest reminder whose moment has come; an earlier one that was missed is not sent late."""
    if booking.status is not _Status.CONFIRMED or booking.starts_at <= now:
        return None
    due = [kind for kind in REMINDERS if booking.starts_at - kind.ahead <= now]
    return due[-1] if due else None


def reminded(booking: Booking, *, now: datetime) -> Booking:
    """The same, waiting for its next reminder. That is not a change of the booking."""
    return booking.having(next_reminder_at=_next_reminder(booking, now))


def _next_reminder(booking: Booking, now: datetime) -> datetime | None:
    if booking.status is not _Status.CONFIRMED:
        return None
    return min((at for kind in REMINDERS if (at := booking.starts_at - kind.ahead) > now), default=None)


def to_be_reminded(booking: Booking, version: int, kind: ReminderKind, *, now: datetime) -> None:
    """Whether it is still that time, and not yet a later reminder's hour. Raises `NoLongerSo`."""
    stands = booking.status is _Status.CONFIRMED and booking.timed_in == version and booking.starts_at > now
    # A run decides by when it was due, so its reminder may come a little early; none may come in a later one's hour.
    if not stands or (reminder_due(booking, now=now) or kind).ahead < kind.ahead:
        raise NoLongerSo(booking_id=booking.id)


def to_be_told(booking: Booking, notice: Notice, to: UserId) -> None:
    """Whether *notice* is still true for *to*. Raises `NoLongerSo`."""
    if booking.status not in _TRUE_WHILE[notice] or (notice is Notice.PROPOSED and not _asked(booking, to)):
        raise NoLongerSo(booking_id=booking.id)


def _asked(booking: Booking, person: UserId) -> bool:
    """Whether a proposal waits for this person's answer."""
    side = Side.EXPERT if person == booking.offer.expert else Side.CUSTOMER
    return booking.proposal is not None and booking.proposal.by is not side
