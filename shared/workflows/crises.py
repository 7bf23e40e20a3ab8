"""Crises in sessions that a person has noticed."""

from shared.chat import session_rooms
from shared.kernel.actors import Actor
from shared.kernel.ids import SessionId
from shared.kernel.ports import UnitOfWork
from shared.sessions import store
from shared.sessions.models import Session


async def raise_session_crisis(uow: UnitOfWork, session_id: SessionId, *, actor: Actor) -> Session:
    """Report a crisis in a session of the actor, so that the crisis is answered.

    Raises:
        SessionNotFound: The session does not exist, or the actor has no part in it.
    """
    session = await store.access_session(uow, session_id, actor)
    await session_rooms.report_crisis(uow, session.room_id)
    return session
