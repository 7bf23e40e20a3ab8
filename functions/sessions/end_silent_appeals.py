"""Schedule: end appeals that nobody has decided."""

from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun, commit_each
from shared.runtime.triggers import schedule
from shared.sessions import strikes
from shared.workflows import expert_strikes


@schedule("30 * * * *", timeout=300)
async def end_silent_appeals(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """End the appeals against strikes that no admin has decided in time, as the expert was told beforehand.

    The next run continues.
    """
    silent = await ctx.read(strikes.list_overdue_appeals, at=tick.due_at, limit=200)
    return await commit_each(ctx, expert_strikes.end_silent_appeal, silent, now=tick.due_at)
