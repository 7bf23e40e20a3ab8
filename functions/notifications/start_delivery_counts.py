"""Schedule: start to count the deliveries of past days."""

from shared.notifications import delivery_days
from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun, commit_each
from shared.runtime.triggers import schedule


@schedule("10 3 * * *", timeout=60)
async def start_delivery_counts(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Start the statistics of yesterday, and again those of seven days ago, whose late news have come by now."""
    days = delivery_days.list_days_to_count(tick.due_at)
    return await commit_each(ctx, delivery_days.start_count, days, at=tick.due_at)
