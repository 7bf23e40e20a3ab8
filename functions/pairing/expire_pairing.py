"""A round of a call is over."""

from shared.pairing.jobs import ExpirePairing
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import pairing_search


@task(ExpirePairing, per_second=100)
async def expire_pairing(job: ExpirePairing, ctx: Context) -> None:
    """Call again, or, after the last round, give up: what was given for the call goes back. In a crisis nobody does."""
    await pairing_search.end_search_round(ctx, job)
