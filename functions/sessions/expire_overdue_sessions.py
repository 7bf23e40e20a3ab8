"""Sessions end in time, even when their timers failed."""

from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun
from shared.runtime.triggers import schedule
from shared.sessions import actions, store


@schedule("* * * * *", timeout=60)
async def expire_overdue_sessions(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Have sessions ended whose time is over, each by its own task; what one run leaves, the next one takes up."""
    late = await ctx.read(store.list_overdue_sessions, at=tick.due_at, limit=200)
    await ctx.commit(actions.schedule_session_expiries, late)
    return RunSummary(counted=len(late))
