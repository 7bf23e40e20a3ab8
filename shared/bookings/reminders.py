"""Rules of notices and reminders: which are due, and which are still current. Pure, told the time."""

from datetime import datetime, timedelta

from shared.bookings.errors import NoLongerSo
from shared.bookings.models import Booking, Side
from shared.bookings.settings import BookingSettings
from shared.contracts.bookings import BookingChange, BookingStatus, ReminderKind
from shared.kernel.ids import UserId

_SHORTEST_TIME_TO_PAY = timedelta(hours=2)
REMINDERS = (ReminderKind.DAY, ReminderKind.HOUR, ReminderKind.MINUTES)

_Status = BookingStatus
# Statuses in which a notice is still current.
_CURRENT_STATUSES = {
    BookingChange.REQUESTED: (_Status.REQUESTED,),
    BookingChange.APPROVED: (_Status.AWAITING_PAYMENT,),
    BookingChange.REJECTED: (_Status.REJECTED,),
    BookingChange.EXPIRED: (_Status.EXPIRED,),
    BookingChange.CONFIRMED: (_Status.CONFIRMED,),
    BookingChange.PROPOSED: (_Status.REQUESTED, _Status.CONFIRMED),
    BookingChange.DECLINED: (_Status.REQUESTED, _Status.CONFIRMED),
    BookingChange.MOVED: (_Status.CONFIRMED,),
    BookingChange.LINK_CHANGED: (_Status.CONFIRMED,),
    BookingChange.CANCELLED: (_Status.CANCELLED,),
    BookingChange.UNPAID: (_Status.AWAITING_PAYMENT,),
}


def compute_payment_reminder_time(pay_before: datetime, settings: BookingSettings, *, now: datetime) -> datetime | None:
    """Compute the time of the one reminder to pay; None if there is none.

    The reminder comes after half of the time to pay at the earliest. Who has less than two hours is not reminded.
    """
    left = pay_before - now
    if not settings.remind_unpaid_hours or left < _SHORTEST_TIME_TO_PAY:
        return None
    return pay_before - min(timedelta(hours=settings.remind_unpaid_hours), left / 2)


def is_payment_reminder_due(booking: Booking, *, now: datetime) -> bool:
    """Return whether the booking still waits for its payment, so that its customer is to be reminded."""
    return booking.awaits_payment and booking.pay_before is not None and now < booking.pay_before


def compute_due_reminder(booking: Booking, *, now: datetime) -> ReminderKind | None:
    """Compute the latest reminder that is due. An earlier reminder that was missed is not sent late."""
    if booking.status is not _Status.CONFIRMED or booking.starts_at <= now:
        return None
    due = [kind for kind in REMINDERS if booking.starts_at - kind.lead_time <= now]
    return due[-1] if due else None


def with_next_reminder(booking: Booking, *, now: datetime) -> Booking:
    """Return the booking with the time of its next reminder. The version does not change."""
    return booking.having(next_reminder_at=_compute_next_reminder(booking, now))


def _compute_next_reminder(booking: Booking, now: datetime) -> datetime | None:
    if booking.status is not _Status.CONFIRMED:
        return None
    return min((at for kind in REMINDERS if (at := booking.starts_at - kind.lead_time) > now), default=None)


def check_reminder_current(booking: Booking, version: int, kind: ReminderKind, *, now: datetime) -> None:
    """Check that the booking still has the time of `version`, and that no later reminder is due.

    Raises:
        NoLongerSo: The booking was moved, is not confirmed, has begun, or a later reminder is due.
    """
    stands = booking.status is _Status.CONFIRMED and booking.timed_in == version and booking.starts_at > now
    # A run decides by the time it was due, so a reminder may be a little early. It must not come when a later is due.
    if not stands or (compute_due_reminder(booking, now=now) or kind).lead_time < kind.lead_time:
        raise NoLongerSo(booking_id=booking.id)


def check_notice_current(booking: Booking, change: BookingChange, to: UserId, *, version: int) -> None:
    """Check that `change` is still true for the recipient `to`.

    Args:
        booking: Booking as it is now.
        change: Change that was made.
        to: Person to tell.
        version: Version of the booking with the change.

    Raises:
        NoLongerSo: The status has moved on, another time was agreed since, or the proposal does not wait for `to`.
    """
    is_current = booking.status in _CURRENT_STATUSES[change] and booking.timed_in <= version
    if not is_current or (change is BookingChange.PROPOSED and not _is_asked_for_answer(booking, to)):
        raise NoLongerSo(booking_id=booking.id)


def check_proposal_current(booking: Booking, proposed: datetime) -> None:
    """Check that the time of which a notice tells is still proposed.

    Raises:
        NoLongerSo: No time is proposed any more, or another one.
    """
    if booking.proposal is None or booking.proposal.starts_at != proposed:
        raise NoLongerSo(booking_id=booking.id)


def _is_asked_for_answer(booking: Booking, person: UserId) -> bool:
    """Return whether a proposal waits for this person's answer."""
    side = Side.EXPERT if person == booking.offer.expert else Side.CUSTOMER
    return booking.proposal is not None and booking.proposal.by not in (side, Side.UNKNOWN)
