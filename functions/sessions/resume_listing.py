"""Task: show the listing of an expert again."""

from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.sessions.jobs import ResumeListing
from shared.workflows import expert_strikes


@task(ResumeListing)
async def resume_listing(job: ResumeListing, ctx: Context) -> None:
    """Show the listing of an expert again whose pause is over, and let the expert take calls."""
    await ctx.commit_final(expert_strikes.resume_listing, job.expert, now=ctx.now)
