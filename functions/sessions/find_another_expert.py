"""Task: find another expert for a session."""

from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.sessions.jobs import FindAnotherExpert
from shared.workflows.session_handover import search


@task(FindAnotherExpert, per_second=50)
async def find_another_expert(job: FindAnotherExpert, ctx: Context) -> None:
    """Search for another expert for a session whose expert is gone or is to be replaced."""
    await ctx.commit(search.detach_expert_and_search, job, now=ctx.now)
    await ctx.commit_final(search.assign_named_expert, job, now=ctx.now)
