"""Task: release what waited for the end of a person's quiet hours."""

from shared.notifications.jobs import ReleaseHeldNotices
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import held_notices


@task(ReleaseHeldNotices, per_second=100)
async def release_held_notices(job: ReleaseHeldNotices, ctx: Context) -> None:
    """Send what waited on one channel: one notification as it is, several as one digest."""
    await ctx.commit_final(held_notices.release_held_notices, job.user_id, job.channel, early=job.early, now=ctx.now)
