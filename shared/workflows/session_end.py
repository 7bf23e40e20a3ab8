"""End of a session by one of its two sides or by an admin."""

from datetime import datetime

from shared.bookings import store as bookings
from shared.chat import session_rooms
from shared.contracts.offers import ServiceKind
from shared.kernel.actors import Actor
from shared.kernel.ids import SessionId, UserId
from shared.kernel.ports import UnitOfWork
from shared.sessions import actions, attendance, attendance_rules, evidence, rules, store
from shared.sessions.attendance_settings import AttendanceSettings
from shared.sessions.errors import ExpertMayStillCome
from shared.sessions.evidence_models import EvidenceSide
from shared.sessions.models import Session
from shared.workflows import booked_sessions, group_sessions


async def end_session_and_close_room(uow: UnitOfWork, session_id: SessionId, *, actor: Actor, now: datetime) -> Session:
    """End a session and close its room, in one commit. A session that has ended stays as it ended.

    The room of a booking stays open for some time, as it was opened. In a group, the expert and admins end the sessions
    of all. A customer leaves the others alone, and their room open.

    Raises:
        SessionNotFound: The session does not exist, or the actor has no part in it.
        SessionNotBegun: The booked session has not begun.
    """
    await booked_sessions.follow_booking(uow, session_id, now=now)
    session = await actions.end_session(uow, session_id, actor=actor, now=now)
    if session.is_seat and actor.id == session.customer:
        return session
    for other in await group_sessions.list_other_sessions(uow, session, UserId(actor.id)):
        if await uow.get(store.session_ref(other)) is not None:
            await booked_sessions.follow_booking(uow, other, now=now)
            await actions.end_session(uow, other, actor=actor, now=now)
    await session_rooms.end_session_of_room(uow, session.room_id, at=session.ended_at or now, now=now)
    return session


async def end_session_of_actor(uow: UnitOfWork, session_id: SessionId, *, actor: Actor, now: datetime) -> Session:
    """End a session as one of its two sides or as an admin, and close its room, in one commit.

    Raises:
        SessionNotFound: The session does not exist, or the actor has no part in it.
        SessionNotBegun: The booked session has not begun.
        ExpertMayStillCome: The customer waits for the expert of a booking, who has some minutes left to come.
    """
    session = await store.access_session(uow, session_id, actor)
    is_waiting = rules.is_ongoing(session, now=now) and session.crisis_at is None
    if is_waiting and actor.id == session.customer:
        await _check_expert_is_due(uow, session, now=now)
    return await end_session_and_close_room(uow, session_id, actor=actor, now=now)


async def _check_expert_is_due(uow: UnitOfWork, session: Session, *, now: datetime) -> None:
    """Check that the expert of a booked session has come, or should have come by now.

    Where nobody sees who comes, there is nothing to wait for.

    Raises:
        ExpertMayStillCome: The expert has not come and has some minutes left.
    """
    is_video = session.service_kind is ServiceKind.VIDEO
    has_joined_chat = session.expert_joined_at is not None and not is_video
    if session.booking_id is None or has_joined_chat or now < session.starts_at:
        return
    booking, settings = await uow.get_many(bookings.booking_ref(session.booking_id), attendance.SETTINGS)
    wait_until = session.starts_at + (settings or AttendanceSettings()).absent_after
    if now >= wait_until or booking is None or not booking.is_met_with_us:
        return
    seen = await evidence.list_evidence(uow, session.meeting_id) if is_video else []
    written = await session_rooms.list_writing_times(
        uow, session.room_id, since=session.opens_at or session.starts_at, most=attendance_rules.MOST_MESSAGES
    )
    is_seen = evidence.is_present_from(seen, EvidenceSide.EXPERT, session.starts_at)
    if session.expert not in written and not is_seen:
        raise ExpertMayStillCome(wait_until=wait_until)
