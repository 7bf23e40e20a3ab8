"""Schedule: decide on dates of groups, every ten minutes."""

from shared.bookings import group_dates
from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun, commit_each
from shared.runtime.triggers import schedule


@schedule("*/10 * * * *", timeout=600)
async def settle_group_dates(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Cancel the dates with too few paid seats, and finish the refunds of dates that were cancelled.

    The next run takes up what this run leaves.
    """
    due = await ctx.read(group_dates.list_dates_to_check, at=tick.due_at, limit=500)
    return await commit_each(ctx, group_dates.settle_group_date, due, now=tick.due_at)
