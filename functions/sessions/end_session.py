"""HTTP: end a session."""

from shared.contracts.calls import identify_member
from shared.kernel.ids import SessionId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions.errors import ExpertMayStillCome, SessionNotBegun, SessionNotFound
from shared.sessions.schemas import SessionView
from shared.workflows import session_end


class EndSession(Request):
    """Body of `end_session`."""

    session_id: SessionId
    """Id of the session to end, from `get_my_pairing` or `list_my_active_sessions`, or of a booking."""


@http.post(
    who=("customer", "expert", "admin"),
    admin_scope="supervisor",
    raises=(SessionNotFound, SessionNotBegun, ExpertMayStillCome),
    dispatches=(
        "tasks",
        "events",
    ),
)
async def end_session(body: EndSession, ctx: Context) -> SessionView:
    """End a session for both people before its time is over. A session that has ended stays as it ended.

    The customer of a booking waits for the expert for the first 10 minutes. An earlier end leaves nothing to decide.
    """
    me = identify_member(ctx.actor, body.session_id)
    return SessionView.of(await ctx.commit(session_end.end_session_of_actor, body.session_id, actor=me, now=ctx.now))
