"""Schedule: show listings again whose pause is over."""

from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun, commit_each
from shared.runtime.triggers import schedule
from shared.sessions import strikes
from shared.workflows import expert_strikes


@schedule("40 * * * *", timeout=300)
async def resume_paused_listings(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Show the listings again whose pause is over and whose timer was lost. The next run continues."""
    ended = await ctx.read(strikes.list_ended_pauses, at=tick.due_at, limit=200)
    return await commit_each(ctx, expert_strikes.resume_listing, ended, now=tick.due_at)
