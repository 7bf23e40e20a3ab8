"""HTTP: list the expert's running sessions."""

from shared.kernel.ids import UserId
from shared.kernel.paging import Page
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions import store
from shared.sessions.schemas import SessionView


@http.get(who=("customer", "expert"))
async def list_my_active_sessions(ctx: Context) -> Page[SessionView]:
    """List the sessions that the expert has now, the oldest first."""
    active = await ctx.read(store.list_active_sessions, UserId(ctx.actor.id), limit=100)
    return Page(items=[SessionView.of(session) for session in active])
