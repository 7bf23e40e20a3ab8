"""HTTP: get a session."""

from shared.contracts.calls import identify_member
from shared.kernel.ids import SessionId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions.errors import SessionNotFound
from shared.sessions.schemas import SessionView
from shared.workflows import booked_sessions


class GetSession(Request):
    """Query of `get_session`."""

    session_id: SessionId
    """Id of one of the caller's sessions, from `get_my_pairing` or `list_my_active_sessions`, or of a booking."""


@http.get(who=("customer", "expert", "admin"), admin_scope="supervisor", raises=(SessionNotFound,))
async def get_session(query: GetSession, ctx: Context) -> SessionView:
    """Get a session of the caller's: a call, or the session of a booking, which has the booking's id."""
    me = identify_member(ctx.actor, query.session_id)
    return SessionView.of(await ctx.read(booked_sessions.get_session, query.session_id, actor=me, now=ctx.now))
