"""The expert's button: somebody may be in danger."""

from shared.chat import session_rooms
from shared.kernel.actors import Actor
from shared.kernel.ids import SessionId
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions import store
from shared.sessions.errors import SessionNotFound
from shared.sessions.models import Session
from shared.sessions.schemas import SessionView


class RaiseCrisis(Request):
    session_id: SessionId


async def raise_session_crisis(uow: UnitOfWork, session_id: SessionId, *, actor: Actor) -> Session:
    """Have the crisis of a session of the actor's answered."""
    session = await store.access_session(uow, session_id, actor)
    await session_rooms.report_crisis(uow, session.room_id)
    return session


@http.post(who=("expert", "admin"), raises=(SessionNotFound,), gateways=("tasks",))
async def raise_crisis(body: RaiseCrisis, ctx: Context) -> SessionView:
    """Show the hotlines to the customer, stop the session's clock, and wake a supervisor."""
    return SessionView.of(await ctx.commit(raise_session_crisis, body.session_id, actor=ctx.actor))
