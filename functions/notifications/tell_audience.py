"""Task: tell the next people of a happening."""

from shared.notifications.jobs import TellAudience
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import fan_outs


@task(TellAudience, timeout=300)
async def tell_audience(job: TellAudience, ctx: Context) -> None:
    """Tell the people of one page of a fan-out, in commits of 25, and schedule the next page."""
    await fan_outs.tell_page(ctx, job.fan_out_id, job.page)
