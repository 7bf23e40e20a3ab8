"""Task that lifts a suspension whose end has come."""

from shared.identity import suspensions
from shared.identity.jobs import EndSuspension
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(EndSuspension)
async def end_suspension(job: EndSuspension, ctx: Context) -> None:
    """Lift a suspension whose end has come. The door compares the end with the clock, so nothing depends on this."""
    await ctx.commit_final(suspensions.end_suspension, job.user_id, now=ctx.now)
