"""Task: end a session whose time is over."""

from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.sessions.jobs import ExpireSession
from shared.workflows import booked_sessions


@task(ExpireSession, per_second=100)
async def expire_session(job: ExpireSession, ctx: Context) -> None:
    """End a session, unless it has got more time since or has ended otherwise."""
    await ctx.commit_final(booked_sessions.expire_session, job.session_id, job.version, now=ctx.now)
