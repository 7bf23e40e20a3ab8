"""Task: send by the next channel what has failed on one."""

from shared.notifications.jobs import SendByNextChannel
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import next_channels


@task(SendByNextChannel, per_second=100)
async def send_by_next_channel(job: SendByNextChannel, ctx: Context) -> None:
    """Send a notification that must arrive by the next channel on which its person can be reached, once."""
    await ctx.commit_final(next_channels.send_by_next_channel, job.delivery_id, now=ctx.now)
