"""HTTP: raise a crisis."""

from shared.kernel.ids import SessionId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions.errors import SessionNotFound
from shared.sessions.schemas import SessionView
from shared.workflows import crises, expert_activity


class RaiseCrisis(Request):
    """Body of `raise_crisis`."""

    session_id: SessionId
    """Id of the session in which somebody is in danger, from `list_my_active_sessions`."""


@http.post(
    who=("customer", "expert", "admin"), admin_scope="supervisor", raises=(SessionNotFound,), dispatches=("tasks",)
)
async def raise_crisis(body: RaiseCrisis, ctx: Context) -> SessionView:
    """Report that somebody may be in danger.

    Show hotlines to the customer, stop the session's clock, alert a supervisor.
    """
    action = expert_activity.with_lease_renewed(crises.raise_session_crisis, ctx.actor, body.session_id, now=ctx.now)
    return SessionView.of(await ctx.commit(action, body.session_id, actor=ctx.actor, now=ctx.now))
