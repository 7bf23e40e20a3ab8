"""A session's time is over."""

from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.sessions import actions
from shared.sessions.jobs import EndSession


@task(EndSession, per_second=100)
async def end_session(job: EndSession, ctx: Context) -> None:
    """End the session, unless it has got more time since or has ended otherwise."""
    await ctx.conclude(actions.end_in_time, job.session_id, job.version, now=ctx.now)
