"""Task: warn of a session's end."""

from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.sessions.jobs import WarnSessionEnding
from shared.workflows import session_warnings


@task(WarnSessionEnding, per_second=100)
async def warn_session_ending(job: WarnSessionEnding, ctx: Context) -> None:
    """Warn both people in their room, once, some minutes before the end."""
    await ctx.commit_final(session_warnings.warn_participants, job, now=ctx.now)
