"""Sessions whose expert has not written anything yet."""

from datetime import datetime

from shared.chat import session_rooms
from shared.kernel.ports import UnitOfWork
from shared.sessions import actions, jobs
from shared.sessions.models import Session


async def reroute_if_unanswered(uow: UnitOfWork, session: Session, *, now: datetime) -> None:
    """Search for another expert if the session's expert has written nothing; else mark the session as answered."""
    if session.expert is None:
        return
    if await session_rooms.has_sent_message(uow, session.room_id, session.expert, since=session.expert_since):
        await actions.mark_answered(uow, session.id, session.expert, now=now)
    else:
        jobs.schedule_expert_search(uow, session.id, session.expert, silent=True)
