"""Who accepts and then says nothing loses the session to another."""

from datetime import timedelta

from shared.pairing import store as pairing
from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun, commit_each
from shared.runtime.triggers import schedule
from shared.sessions import store
from shared.workflows.session_handover import unanswered_sessions


@schedule("* * * * *", timeout=60)
async def reroute_unanswered_sessions(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Have sessions taken over whose expert has said nothing for too long; the customer keeps room and time."""
    settings = await ctx.read(pairing.get_pairing_settings)
    since = tick.due_at - timedelta(seconds=settings.answer_seconds)
    waiting = await ctx.read(store.list_unanswered_sessions, since=since, limit=200)
    return await commit_each(ctx, unanswered_sessions.reroute_if_unanswered, waiting, now=tick.due_at)
