"""Sessions of bookings: opened, moved, joined and ended as the booking and the clock demand, with their rooms."""

from datetime import datetime

from shared.bookings import actions as bookings
from shared.bookings import store as booking_store
from shared.chat import booking_rooms, seat_rooms, session_rooms
from shared.chat.errors import RoomNotFound
from shared.contracts.calls import is_call_id
from shared.contracts.events.sessions import SessionEnded
from shared.kernel.actors import Actor
from shared.kernel.ids import BookingId, RoomId, SessionId, UserId
from shared.kernel.ports import Reader, UnitOfWork
from shared.sessions import actions, attendance, jobs, rules, store
from shared.sessions.attendance_settings import AttendanceSettings
from shared.sessions.errors import SessionNotFound
from shared.sessions.models import EndedBy, Session, SessionStatus
from shared.sessions.settings import SessionSettings
from shared.workflows import group_sessions


async def sync_session_and_room(uow: UnitOfWork, booking_id: BookingId, *, now: datetime) -> None:
    """Bring session and room of a booking in line with the booking as it is now.

    Events of a booking may arrive late, twice or out of order, so they only say that something has changed.

    Raises:
        RoomNotFound: There is no such booking.
    """
    booking = await booking_store.find_booking(uow, booking_id)
    if booking is None:
        raise RoomNotFound(room_id=RoomId(booking_id))
    terms = booking.meeting_terms
    if terms.group_date is None:
        await uow.prefetch(store.session_ref(booking_id), store.SETTINGS, *booking_rooms.booking_room_reads(terms))
    session = await actions.sync_booked_session(uow, terms, now=now)
    times = session.times if session else None
    if terms.group_date is None:
        await booking_rooms.sync_booking_room(uow, terms, times, now=now)
    else:
        await _note_earlier_arrival_of_expert(uow, session)
        takes_place = await group_sessions.takes_place_at_commit(uow, terms.group_date)
        await seat_rooms.sync_seat_in_room(uow, terms, times, takes_place=takes_place, now=now)
    # The booking may have changed by the time of the commit.
    uow.verify(booking_store.booking_ref(booking_id))


async def _note_earlier_arrival_of_expert(uow: UnitOfWork, session: Session | None) -> None:
    """Record the earlier arrival of the expert in the session of a seat that was paid at the last moment."""
    if session is None or session.status is SessionStatus.ENDED or session.expert_joined_at is not None:
        return
    ids = await group_sessions.list_session_ids(uow, session.meeting_id)
    others = [other for other in await store.find_sessions(uow, ids) if other is not None]
    joined_at = min((other.expert_joined_at for other in others if other.expert_joined_at), default=None)
    if joined_at is not None:
        uow.put(
            store.session_ref(session.id), rules.with_answer(session, now=joined_at).having(expert_joined_at=joined_at)
        )


async def get_session(reader: Reader, session_id: SessionId, *, actor: Actor, now: datetime) -> Session:
    """Get a session of the actor's; of a booking of which no event has arrived yet, the session that it will have.

    Raises:
        SessionNotFound: No session has this id, or the actor may not see it.
    """
    if is_call_id(session_id):
        return await store.access_session(reader, session_id, actor)
    session, booking, settings = await reader.get_many(
        store.session_ref(session_id), booking_store.booking_ref(session_id), store.SETTINGS
    )
    if session is None and booking is not None:
        session = rules.with_meeting_terms(None, booking.meeting_terms, settings or SessionSettings(), now=now)
    if session is None:
        raise SessionNotFound(session_id=session_id)
    return store.check_session_access(session, actor)


async def join_session(uow: UnitOfWork, session_id: SessionId, *, actor: Actor, now: datetime) -> Session:
    """Record that the actor has joined a session. Whoever comes first opens a booked session.

    The expert of a group joins all of its sessions at once.

    Raises:
        SessionNotFound: The session does not exist, or the actor has no part in it.
        SessionOver: The session has ended.
        SessionNotOpen: The booked session cannot be joined yet.
    """
    await _open_if_due(uow, session_id, now=now)
    session = await actions.join_session(uow, session_id, actor=actor, now=now)
    for other in await group_sessions.list_other_sessions(uow, session, UserId(actor.id)):
        await _open_if_due(uow, other, now=now)
        if await actions.is_joinable(uow, other, now=now):
            await actions.join_session(uow, other, actor=actor, now=now)
    return session


async def open_session(uow: UnitOfWork, session_id: SessionId, version: int, *, now: datetime) -> None:
    """Open a booked session whose time to join has come, unless its time has changed since `version`."""
    session = await uow.get(store.session_ref(session_id))
    if session is not None and session.version == version:
        await _open_if_due(uow, session_id, now=now)


async def expire_session(uow: UnitOfWork, session_id: SessionId, version: int, *, now: datetime) -> None:
    """End a session whose time, in this `version`, is over. A session that has got more time since goes on.

    Raises:
        SessionNotFound: No session has this id.
    """
    await follow_booking(uow, session_id, now=now)
    await actions.expire_session(uow, session_id, version, now=now)


async def follow_booking(uow: UnitOfWork, session_id: SessionId, *, now: datetime) -> None:
    """Bring a booked session in line with its booking before it ends; nothing for the session of a call.

    The event of a cancellation or of a new time may be on its way.
    """
    if is_call_id(session_id):
        return
    _, booking = await uow.get_many(store.session_ref(session_id), booking_store.booking_ref(session_id))
    if booking is not None:
        await actions.sync_booked_session(uow, booking.meeting_terms, now=now)
        uow.verify(booking_store.booking_ref(booking.id))


async def _open_if_due(uow: UnitOfWork, session_id: SessionId, *, now: datetime) -> None:
    """Open a booked session that is not open yet, as the booking is now. The event of a change may be on its way."""
    if is_call_id(session_id):
        return
    session, booking = await uow.get_many(store.session_ref(session_id), booking_store.booking_ref(session_id))
    if booking is None or (session is not None and session.status is not SessionStatus.SCHEDULED):
        return
    session = await actions.sync_booked_session(uow, booking.meeting_terms, now=now)
    uow.verify(booking_store.booking_ref(booking.id))
    if session is not None:
        await actions.open_booked_session(uow, session, now=now)


async def end_booking_session(uow: UnitOfWork, event: SessionEnded, *, now: datetime) -> None:
    """Let the room of an ended booked session close some time later, and have it decided who came.

    A customer who leaves a group does not close the room of the others. Neither does the end of a seat whose clock went
    on, while the others are in a crisis.

    Nothing happens if the booking has got another time since.

    Raises:
        BookingNotFound: There is no such booking.
    """
    booking, settings = await uow.get_many(booking_store.booking_ref(event.session_id), attendance.SETTINGS)
    if booking is None:
        booking = await booking_store.get_booking(uow, BookingId(event.session_id))
    if event.starts_at is not None and booking.starts_at != event.starts_at:
        return
    settle_time = (settings or AttendanceSettings()).settle_time
    jobs.schedule_attendance_decision(uow, event.session_id, at=event.ended_at + settle_time)
    is_leaving = booking.group_date is not None and event.ended_by == EndedBy.CUSTOMER
    if not is_leaving and not await group_sessions.has_crisis(uow, booking.meeting_id):
        await session_rooms.end_session_of_room(uow, RoomId(booking.meeting_id), at=event.ended_at, now=now)


async def conclude_overdue_booking(uow: UnitOfWork, booking_id: BookingId, *, now: datetime) -> None:
    """Conclude a confirmed booking whose time is over and whose session has not led to a decision.

    A session that got more time, or whose clock stands still, decides later. One whose end was missed ends here, and so
    does one that has missed a new time of its booking. A booking whose event was lost gets its session here. Late news
    of the video room still has its time.

    Raises:
        BookingNotFound: There is no such booking.
    """
    booking = await booking_store.get_booking(uow, booking_id)
    if not bookings.is_confirmed(booking) or now < booking.ends_at:
        return
    await actions.sync_booked_session(uow, booking.meeting_terms, now=now)
    session = await actions.end_overdue_session(uow, SessionId(booking_id), now=now)
    if session is None or session.starts_at != booking.starts_at:
        await bookings.complete_booking(uow, booking, ended_at=booking.ends_at, now=now)
    elif session.ended_at is not None:
        settings = await uow.get(attendance.SETTINGS) or AttendanceSettings()
        jobs.schedule_attendance_decision(uow, session.id, at=max(now, session.ended_at + settings.settle_time))
