"""Track records of experts follow from what became of their confirmed bookings."""

from datetime import datetime

from shared.bookings import store as bookings
from shared.bookings.models import Booking, Side
from shared.catalogue import store as catalogue
from shared.catalogue import track_records
from shared.catalogue.track_records import AgreedMeeting, TrackRecord
from shared.chat import store as chat
from shared.chat.models import Room
from shared.contracts.bookings import BookingStatus
from shared.contracts.sessions import AttendanceOutcome
from shared.kernel.ids import BookingId
from shared.kernel.ports import UnitOfWork
from shared.sessions import attendance
from shared.sessions.attendance_models import Attendance

_KEPT = (AttendanceOutcome.BOTH_CAME, AttendanceOutcome.NOT_OBSERVED, AttendanceOutcome.CUSTOMER_ABSENT)
_BROKEN = (AttendanceOutcome.EXPERT_ABSENT, AttendanceOutcome.NOBODY_CAME, AttendanceOutcome.ENDED_EARLY)


async def update_track_record(uow: UnitOfWork, booking_id: BookingId, *, now: datetime) -> bool:
    """Count the outcome of a booking in the track record and on the card of its expert.

    Only the present state of the booking counts, so events may come late, twice or out of order.

    Returns:
        True if the track record has changed.

    Raises:
        BookingNotFound: The booking does not exist.
    """
    booking, decision, room = await uow.get_many(
        bookings.booking_ref(booking_id), attendance.attendance_ref(booking_id), chat.room_ref(booking_id)
    )
    if booking is None:
        booking = await bookings.get_booking(uow, booking_id)
    uid = booking.offer.expert
    ref = track_records.track_record_ref(uid)
    known, expert = await uow.get_many(ref, catalogue.expert_ref(uid))
    before = known or TrackRecord(id=uid, changed_at=now)
    record = track_records.with_meeting(before, booking_id, find_meeting(booking, decision, room), now=now)
    if record == before:
        return False
    uow.verify(bookings.booking_ref(booking_id))
    uow.verify(attendance.attendance_ref(booking_id))
    uow.put(ref, record)
    if expert is not None:
        shown = expert.having(
            completion_percent=track_records.compute_completion_percent(record),
            response_minutes=track_records.compute_response_minutes(record),
        )
        if shown != expert:
            uow.put(catalogue.expert_ref(uid), shown)
    return True


def find_meeting(booking: Booking, decision: Attendance | None, room: Room | None) -> AgreedMeeting | None:
    """Find the outcome of a booking; None if it counts neither for nor against its expert.

    A technical failure, and a cancellation by the customer or an admin, say nothing about the expert.
    """
    kept = _is_kept(booking, decision)
    if kept is None:
        return None
    over_at = min(booking.ends_at, booking.changed_at)
    waited = room.compute_reply_seconds(over_at) if room is not None else None
    return AgreedMeeting(booking_id=booking.id, kept=kept, reply_seconds=waited, starts_at=booking.starts_at)


def _is_kept(booking: Booking, decision: Attendance | None) -> bool | None:
    if booking.status is BookingStatus.CANCELLED:
        return False if booking.cancelled_by is Side.EXPERT else None
    if booking.status not in (BookingStatus.COMPLETED, BookingStatus.NO_SHOW):
        return None
    if decision is None:
        return Side.EXPERT not in booking.absent
    return True if decision.outcome in _KEPT else False if decision.outcome in _BROKEN else None
