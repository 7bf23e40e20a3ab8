"""HTTP: give a session to another expert."""

from shared.kernel.ids import SessionId, UserId
from shared.kernel.schemas import Request
from shared.pairing.errors import ExpertSuspended, ExpertUnwanted, NoRoomLeft, NotOnline
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions.errors import SessionIsBooked, SessionNotFound, SessionOver
from shared.sessions.schemas import SessionView
from shared.workflows.session_handover import rerouting


class RerouteSession(Request):
    """Body of `reroute_session`."""

    session_id: SessionId
    """Id of the session to hand over, from `list_sessions`."""
    expert_id: UserId | None = None
    """Id of an online expert with room for a session; every online expert is called when left out."""


@http.post(
    who="admin",
    admin_scope="supervisor",
    raises=(SessionNotFound, SessionOver, SessionIsBooked, NotOnline, NoRoomLeft, ExpertSuspended, ExpertUnwanted),
    dispatches=("tasks",),
)
async def reroute_session(body: RerouteSession, ctx: Context) -> SessionView:
    """Give a session to another expert. The customer keeps room, history, pseudonym and remaining time."""
    return SessionView.of(await ctx.commit(rerouting.reroute_session, body.session_id, to=body.expert_id, now=ctx.now))
