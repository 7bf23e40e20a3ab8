"""End a session before its time."""

from datetime import datetime

from shared.chat import session_rooms
from shared.kernel.actors import Actor
from shared.kernel.ids import SessionId
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions import actions
from shared.sessions.errors import SessionNotFound
from shared.sessions.models import Session
from shared.sessions.schemas import SessionView


class EndSession(Request):
    session_id: SessionId


async def end_session_and_close_room(uow: UnitOfWork, session_id: SessionId, *, actor: Actor, now: datetime) -> Session:
    """The session and the talking, in one commit."""
    session = await actions.end_session(uow, session_id, actor=actor, now=now)
    await session_rooms.close_room(uow, session.room_id, at=session.ended_at or now, now=now)
    return session


@http.post(who=("customer", "expert", "admin"), raises=(SessionNotFound,), gateways=("tasks", "events"))
async def end_session(body: EndSession, ctx: Context) -> SessionView:
    """End a session for both. One that has ended stays as it ended."""
    me = ctx.actor.as_member_of(body.session_id)
    return SessionView.of(await ctx.commit(end_session_and_close_room, body.session_id, actor=me, now=ctx.now))
