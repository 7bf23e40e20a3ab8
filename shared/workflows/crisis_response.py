"""Response to a crisis in a session: show the hotlines, stop the clock, and call a supervisor."""

from datetime import datetime
from typing import Literal

from shared.chat import session_rooms
from shared.chat.jobs import AnswerCrisis
from shared.kernel.ports import UnitOfWork
from shared.sessions import actions
from shared.workflows import duty_calls, group_sessions
from shared.workflows.call import Call

CrisisResponse = Literal["quiet", "called", "nobody_on_duty"]


async def answer_crisis(call: Call, job: AnswerCrisis) -> None:
    """Show the hotlines in the room, stop the clock, and call the admins on duty, unless the room is quiet.

    The pager is called if nobody is on duty.
    """
    if await call.commit_final(_show_hotlines_and_stop_clock, job, now=call.now) == "nobody_on_duty":
        call.alert("crisis in a session", room_id=job.room_id)


async def _show_hotlines_and_stop_clock(uow: UnitOfWork, job: AnswerCrisis, *, now: datetime) -> CrisisResponse:
    if not await session_rooms.show_hotlines(uow, job.room_id, raised_at=job.raised_at, now=now):
        return "quiet"
    sessions = await group_sessions.list_session_ids(uow, job.room_id)
    if any([await actions.enter_crisis(uow, session_id, now=now) for session_id in sessions]):
        await session_rooms.set_session_end(uow, job.room_id, ends_at=None)
    return "called" if await duty_calls.open_duty_call(uow, job.room_id, now=now) else "nobody_on_duty"
