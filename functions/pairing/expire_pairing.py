"""A round of a call is over."""

from shared.pairing import calling
from shared.pairing.jobs import ExpirePairing
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.sessions import store as sessions


@task(ExpirePairing, per_second=100)
async def expire_pairing(job: ExpirePairing, ctx: Context) -> None:
    """Call again, or, after the last round, give up: what was given for the call goes back. In a crisis nobody does."""
    if await ctx.conclude(calling.end_round, job.pairing_id, endless=sessions.in_crisis, now=ctx.now):
        ctx.alert("nobody for a crisis", pairing_id=job.pairing_id)
