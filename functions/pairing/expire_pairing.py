"""A round of a call is over."""

from shared.pairing import pairing_requests
from shared.pairing.jobs import ExpirePairing
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.sessions import store as sessions


@task(ExpirePairing, per_second=100)
async def expire_pairing(job: ExpirePairing, ctx: Context) -> None:
    """Call again, or, after the last round, give up: what was given for the call goes back. In a crisis nobody does."""
    if await ctx.commit_final(
        pairing_requests.end_search_round, job.pairing_id, must_find_expert=sessions.is_session_in_crisis, now=ctx.now
    ):
        ctx.alert("nobody for a crisis", pairing_id=job.pairing_id)
