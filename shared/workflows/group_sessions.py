"""Sessions of a group: each seat has one of its own, and all of them share expert, time, rooms and clock.

What the expert or an admin does to one session of a group, they do to all. A customer acts for the own seat alone.
"""

from collections.abc import Sequence

from shared.bookings import group_dates
from shared.bookings import store as bookings
from shared.bookings.group_models import GroupDate, GroupDateStatus
from shared.bookings.models import Booking
from shared.contracts.bookings import BookingStatus
from shared.contracts.calls import is_call_id
from shared.kernel.ids import BookingId, Id, SessionId, UserId
from shared.kernel.ports import Reader, UnitOfWork
from shared.sessions import store
from shared.sessions.models import Session, SessionStatus


def is_of_two(meeting_id: Id) -> bool:
    """Tell by its id whether a meeting is a call or a booking of two, and not a group's."""
    return is_call_id(SessionId(meeting_id)) or BookingId.try_parse(meeting_id) is not None


async def find_date(reader: Reader, meeting_id: Id) -> GroupDate | None:
    """Find the date of a group by the id of its meeting; None for a meeting of two."""
    return None if is_of_two(meeting_id) else await reader.get(group_dates.group_date_ref(meeting_id))


async def list_session_ids(reader: Reader, meeting_id: Id) -> list[SessionId]:
    """List the sessions of a meeting: one for a call or a booking, one a seat for a group."""
    if is_of_two(meeting_id):
        return [SessionId(meeting_id)]
    return [SessionId(id) for id in group_dates.list_seated_bookings(await find_date(reader, meeting_id))]


async def list_other_sessions(reader: Reader, session: Session, by: UserId) -> list[SessionId]:
    """List the other sessions that an act of `by` in one session concerns: those of the group, for all but a customer.

    Args:
        reader: Reader of documents.
        session: Session in which the person acts.
        by: Person who acts.
    """
    if not session.is_seat or by == session.customer:
        return []
    return [id for id in await list_session_ids(reader, session.meeting_id) if id != session.id]


async def find_seat(reader: Reader, meeting_id: Id, uid: UserId) -> Booking | None:
    """Find the booking by which a person takes part in a group; for its expert, one whose session has not ended."""
    date = await find_date(reader, meeting_id)
    if date is None:
        return None
    if uid != date.offer.expert:
        own = next((seat.booking_id for seat in date.sold if seat.customer == uid), None)
        return await bookings.find_booking(reader, own) if own else None
    ids = group_dates.list_seated_bookings(date)
    sessions = await store.find_sessions(reader, [SessionId(id) for id in ids])
    going_on = [id for id, session in zip(ids, sessions, strict=True) if not _has_ended(session)]
    chosen = next(iter(going_on or ids), None)
    return await bookings.find_booking(reader, BookingId(chosen)) if chosen else None


async def list_sessions_going_on(reader: Reader, date: GroupDate) -> Sequence[Session | None]:
    """List the sessions of a group that have not ended; None for one that does not exist yet."""
    ids = [SessionId(id) for id in group_dates.list_seated_bookings(date)]
    return [session for session in await store.find_sessions(reader, ids) if not _has_ended(session)]


async def has_crisis(reader: Reader, meeting_id: Id) -> bool:
    """Return whether a group has a session that goes on in a crisis; False for a meeting of two."""
    date = await find_date(reader, meeting_id)
    if date is None:
        return False
    return any(one is not None and one.crisis_at is not None for one in await list_sessions_going_on(reader, date))


async def takes_place_at_commit(uow: UnitOfWork, meeting_id: Id) -> bool:
    """Return whether a meeting takes place, and let the commit fail if that changes before."""
    if is_of_two(meeting_id):
        booking = await uow.get(bookings.booking_ref(meeting_id))
        uow.verify(bookings.booking_ref(meeting_id))
        return booking is not None and booking.status is BookingStatus.CONFIRMED
    date = await uow.get(group_dates.group_date_ref(meeting_id))
    uow.verify(group_dates.group_date_ref(meeting_id))
    return date is not None and date.status is GroupDateStatus.OPEN


def _has_ended(session: Session | None) -> bool:
    return session is not None and session.status is SessionStatus.ENDED
