"""Warnings that a session is about to end."""

from datetime import datetime

from shared.chat import session_rooms
from shared.kernel.ports import UnitOfWork
from shared.sessions import store
from shared.sessions.jobs import WarnSessionEnding


async def warn_participants(uow: UnitOfWork, job: WarnSessionEnding, *, now: datetime) -> None:
    """Post the warning in the session's room, unless the session's end has moved since the job was scheduled."""
    session = await store.get_session(uow, job.session_id)
    if session.version == job.version and session.ends_at and now < session.ends_at:
        await session_rooms.post_ending_notice(uow, session.room_id, job.minutes_left, version=job.version, now=now)
