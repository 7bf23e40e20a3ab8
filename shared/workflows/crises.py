"""Crises in sessions that a person has noticed."""

from datetime import datetime

from shared.chat import session_rooms
from shared.kernel.actors import Actor
from shared.kernel.ids import SessionId, UserId
from shared.kernel.ports import UnitOfWork
from shared.sessions import actions, store
from shared.sessions.models import Session
from shared.workflows import group_sessions


async def raise_session_crisis(uow: UnitOfWork, session_id: SessionId, *, actor: Actor, now: datetime) -> Session:
    """Report a crisis in a session of the actor, so that the crisis is answered. In a group it concerns all sessions.

    Raises:
        SessionNotFound: The session does not exist, or the actor is neither its expert nor an admin.
    """
    session = await actions.record_crisis_report(uow, session_id, actor=actor)
    for other in await group_sessions.list_other_sessions(uow, session, UserId(actor.id)):
        if await uow.get(store.session_ref(other)) is not None:
            await actions.record_crisis_report(uow, other, actor=actor)
    await session_rooms.report_crisis(uow, session.room_id, now=now)
    return session


async def end_false_alarm(
    uow: UnitOfWork, session_id: SessionId, reason: str, *, actor: Actor, now: datetime
) -> Session:
    """End a crisis that was none: keep the reason, let the clock go on, and tell the people in the room.

    In a group the clock goes on for all.

    Raises:
        SessionNotFound: The session does not exist, or the actor has no part in the session.
        SessionOver: The session has ended.
        NoCrisis: The session has no crisis.
    """
    session = await actions.end_false_alarm(uow, session_id, reason, actor=actor, now=now)
    for other in await group_sessions.list_other_sessions(uow, session, UserId(actor.id)):
        if await actions.is_in_crisis(uow, other, now=now):
            await actions.end_false_alarm(uow, other, reason, actor=actor, now=now)
    await session_rooms.end_crisis(uow, session.room_id, ends_at=session.ends_at, now=now)
    return session
