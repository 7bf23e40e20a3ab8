"""Task: end a round of a call."""

from shared.pairing.jobs import ExpirePairing
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import pairing_search


@task(ExpirePairing, per_second=100)
async def expire_pairing(job: ExpirePairing, ctx: Context) -> None:
    """Begin the next round of a call, or fail it after the last round and return what was given.

    In a crisis the search goes on.
    """
    await pairing_search.end_search_round(ctx, job)
