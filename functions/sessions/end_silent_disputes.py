"""Schedule: end disputes that nobody has decided."""

from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun, commit_each
from shared.runtime.triggers import schedule
from shared.sessions import attendance


@schedule("25 * * * *", timeout=300)
async def end_silent_disputes(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Keep the decisions about attendance whose disputes no admin has decided in time. The next run continues."""
    silent = await ctx.read(attendance.list_overdue_disputes, at=tick.due_at, limit=200)
    return await commit_each(ctx, attendance.end_silent_dispute, silent, now=tick.due_at)
