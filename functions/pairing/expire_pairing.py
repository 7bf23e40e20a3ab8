"""A round of a call is over."""

from shared.pairing import calling
from shared.pairing.jobs import ExpirePairing
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(ExpirePairing, per_second=100)
async def expire_pairing(job: ExpirePairing, ctx: Context) -> None:
    """Call again, or, after the last round, give up: what was given for the call goes back."""
    await ctx.conclude(calling.end_round, job.pairing_id, now=ctx.now)
