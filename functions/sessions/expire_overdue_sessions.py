"""Schedule: end overdue sessions."""

from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun
from shared.runtime.triggers import schedule
from shared.sessions import actions, store


@schedule("* * * * *", timeout=60)
async def expire_overdue_sessions(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Schedule the end of sessions whose time is over, even if their timers failed. The next run continues."""
    late = await ctx.read(store.list_overdue_sessions, at=tick.due_at, limit=200)
    await ctx.commit(actions.schedule_session_expiries, late)
    return RunSummary(counted=len(late))
