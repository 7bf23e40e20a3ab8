"""Task: open a booked session."""

from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.sessions.jobs import OpenSession
from shared.workflows import booked_sessions


@task(OpenSession, per_second=100)
async def open_session(job: OpenSession, ctx: Context) -> None:
    """Open a booked session some minutes before its start, and set its timers, whether or not anybody comes."""
    await ctx.commit_final(booked_sessions.open_session, job.session_id, job.version, now=ctx.now)
