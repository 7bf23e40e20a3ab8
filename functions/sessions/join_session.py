"""HTTP: join a session."""

from shared.contracts.calls import identify_member
from shared.kernel.ids import SessionId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions.errors import SessionNotFound, SessionNotOpen, SessionOver
from shared.sessions.schemas import SessionView
from shared.workflows import booked_sessions, expert_activity


class JoinSession(Request):
    """Body of `join_session`."""

    session_id: SessionId
    """Id of one of the caller's sessions, from `get_my_pairing` or `list_my_active_sessions`, or of a booking."""


@http.post(who=("customer", "expert"), raises=(SessionNotFound, SessionOver, SessionNotOpen), dispatches=("tasks",))
async def join_session(body: JoinSession, ctx: Context) -> SessionView:
    """Join a session. An expert who joins counts as having answered.

    A booked session opens some minutes before its start, and its clock ends it at the agreed time.
    """
    me = identify_member(ctx.actor, body.session_id)
    action = expert_activity.with_lease_renewed(booked_sessions.join_session, me, body.session_id, now=ctx.now)
    return SessionView.of(await ctx.commit(action, body.session_id, actor=me, now=ctx.now))
