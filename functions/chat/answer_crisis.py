"""Somebody may be in danger."""

from datetime import datetime

from shared.chat import session_rooms
from shared.chat.jobs import AnswerCrisis
from shared.kernel.ids import SessionId
from shared.kernel.ports import UnitOfWork
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.sessions import actions as sessions


async def show_hotlines_and_stop_clock(uow: UnitOfWork, job: AnswerCrisis, *, now: datetime) -> bool:
    """Show where help is to be had, and let no clock end the talk; whether that is news."""
    news = await session_rooms.show_hotlines(uow, job.room_id, now=now)
    if news and await sessions.enter_crisis(uow, SessionId(job.room_id), now=now):
        await session_rooms.set_closing_time(uow, job.room_id, closes_at=None)
    return news


@task(AnswerCrisis, per_second=50)
async def answer_crisis(job: AnswerCrisis, ctx: Context) -> None:
    """Show the hotlines in the room, stop the session's clock, and wake a supervisor: once a room."""
    if await ctx.commit_final(show_hotlines_and_stop_clock, job, now=ctx.now):
        ctx.alert("crisis in a session", room_id=job.room_id)
