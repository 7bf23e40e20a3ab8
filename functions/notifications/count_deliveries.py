"""Task: count the deliveries of one page of a day."""

from shared.notifications import delivery_days
from shared.notifications.jobs import CountDeliveries
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(CountDeliveries, timeout=120)
async def count_deliveries(job: CountDeliveries, ctx: Context) -> None:
    """Count up to 300 deliveries, and then opt-outs, of a day for its statistics, and schedule the next page."""
    await ctx.commit_final(delivery_days.count_page, job)
