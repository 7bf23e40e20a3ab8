"""Response to a crisis in a session: show the hotlines, stop the clock, and alert a supervisor."""

from datetime import datetime

from shared.chat import session_rooms
from shared.chat.jobs import AnswerCrisis
from shared.kernel.ids import SessionId
from shared.kernel.ports import UnitOfWork
from shared.sessions import actions
from shared.workflows.call import Call


async def answer_crisis(call: Call, job: AnswerCrisis) -> None:
    """Show the hotlines in the room, stop the session's clock, and alert a supervisor, unless the room is quiet."""
    if await call.commit_final(_show_hotlines_and_stop_clock, job, now=call.now):
        call.alert("crisis in a session", room_id=job.room_id)


async def _show_hotlines_and_stop_clock(uow: UnitOfWork, job: AnswerCrisis, *, now: datetime) -> bool:
    """Return whether the alarm is new to the room."""
    is_new = await session_rooms.show_hotlines(uow, job.room_id, raised_at=job.raised_at, now=now)
    if is_new and await actions.enter_crisis(uow, SessionId(job.room_id), now=now):
        await session_rooms.set_closing_time(uow, job.room_id, closes_at=None)
    return is_new
