"""Both are told that their time runs out."""

from datetime import datetime

from shared.chat import session_rooms
from shared.kernel.ports import UnitOfWork
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.sessions import store
from shared.sessions.jobs import WarnSessionEnding


async def warn_participants(uow: UnitOfWork, job: WarnSessionEnding, *, now: datetime) -> None:
    """Say it in the room, if the session's time is still that for which this was set."""
    session = await store.get_session(uow, job.session_id)
    if session.version == job.version and session.ends_at and now < session.ends_at:
        await session_rooms.post_ending_notice(uow, session.room_id, job.minutes_left, version=job.version, now=now)


@task(WarnSessionEnding, per_second=100)
async def warn_session_ending(job: WarnSessionEnding, ctx: Context) -> None:
    """Warn both in their room, once, some minutes before the end."""
    await ctx.commit_final(warn_participants, job, now=ctx.now)
