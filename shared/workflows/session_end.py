"""End of a session by one of its two sides or by an admin."""

from datetime import datetime

from shared.chat import session_rooms
from shared.kernel.actors import Actor
from shared.kernel.ids import SessionId
from shared.kernel.ports import UnitOfWork
from shared.sessions import actions
from shared.sessions.models import Session


async def end_session_and_close_room(uow: UnitOfWork, session_id: SessionId, *, actor: Actor, now: datetime) -> Session:
    """End a session and close its room, in one commit. A session that has ended stays as it ended.

    The room of a booking stays open for some time, as it was opened.

    Raises:
        SessionNotFound: The session does not exist, or the actor has no part in it.
        SessionNotBegun: The booked session has not begun.
    """
    session = await actions.end_session(uow, session_id, actor=actor, now=now)
    await session_rooms.end_session_of_room(uow, session.room_id, at=session.ended_at or now, now=now)
    return session
