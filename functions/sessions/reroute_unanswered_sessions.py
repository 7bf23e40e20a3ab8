"""Schedule: reroute unanswered sessions."""

from datetime import timedelta

from shared.pairing import store as pairing
from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun, commit_each
from shared.runtime.triggers import schedule
from shared.sessions import store
from shared.workflows.session_handover import unanswered_sessions


@schedule("* * * * *", timeout=60)
async def reroute_unanswered_sessions(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Hand over sessions whose expert has accepted and said nothing for too long. The customer keeps room and time."""
    settings = await ctx.read(pairing.get_pairing_settings)
    since = tick.due_at - timedelta(seconds=settings.answer_seconds)
    waiting = await ctx.read(store.list_unanswered_sessions, since=since, limit=200)
    return await commit_each(ctx, unanswered_sessions.reroute_if_unanswered, waiting, now=tick.due_at)
