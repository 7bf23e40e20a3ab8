"""HTTP: end a false alarm."""

from shared.kernel.ids import SessionId
from shared.kernel.public_texts import PublicLine
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions.errors import NoCrisis, SessionNotFound, SessionOver
from shared.sessions.schemas import SessionView
from shared.workflows import crises, expert_activity


class EndFalseAlarm(Request):
    """Body of `end_false_alarm`."""

    session_id: SessionId
    """Id of the session whose crisis was a false alarm, from `list_my_active_sessions`."""
    reason: PublicLine
    """Reason why nobody is in danger, one line of 1 to 200 characters; stored for good."""


@http.post(
    who=("expert", "admin"),
    admin_scope="supervisor",
    raises=(SessionNotFound, SessionOver, NoCrisis),
    dispatches=("tasks",),
)
async def end_false_alarm(body: EndFalseAlarm, ctx: Context) -> SessionView:
    """End a crisis in which nobody is in danger.

    The clock goes on where it stopped, and time can be bought again. Words of danger raise a new alarm at once.
    """
    action = expert_activity.with_lease_renewed(crises.end_false_alarm, ctx.actor, body.session_id, now=ctx.now)
    session = await ctx.commit(action, body.session_id, body.reason, actor=ctx.actor, now=ctx.now)
    return SessionView.of(session)
