"""Experts whose heartbeat has stopped while they have sessions."""

from datetime import datetime

from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork
from shared.pairing import presence
from shared.sessions import jobs


async def take_expert_offline(uow: UnitOfWork, uid: UserId, *, now: datetime) -> None:
    """Take an expert offline whose heartbeat has stopped, and search for other experts for their sessions."""
    availability = await presence.take_offline_if_silent(uow, uid, now=now)
    for session_id in availability.sessions if availability else ():
        jobs.schedule_expert_search(uow, session_id, uid)
