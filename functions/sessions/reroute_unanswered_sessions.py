"""Who accepts and then says nothing loses the session to another."""

from datetime import datetime, timedelta

from shared.chat import session_rooms
from shared.kernel.ports import UnitOfWork
from shared.pairing import store as pairing
from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun, commit_each
from shared.runtime.triggers import schedule
from shared.sessions import actions, jobs, store
from shared.sessions.models import Session

PAGE = 200


async def reroute_if_unanswered(uow: UnitOfWork, session: Session, *, now: datetime) -> None:
    """An expert who has written has answered; for one who has not, somebody else is called."""
    if session.expert is None:
        return
    if await session_rooms.has_sent_message(uow, session.room_id, session.expert, since=session.expert_since):
        await actions.mark_answered(uow, session.id, session.expert, now=now)
    else:
        jobs.schedule_expert_search(uow, session.id, session.expert, silent=True)


@schedule("* * * * *", timeout=60)
async def reroute_unanswered_sessions(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Have sessions taken over whose expert has said nothing for too long; the customer keeps room and time."""
    settings = await ctx.read(pairing.get_pairing_settings)
    since = tick.due_at - timedelta(seconds=settings.answer_seconds)
    waiting = await ctx.read(store.list_unanswered_sessions, since=since, limit=PAGE)
    return await commit_each(ctx, reroute_if_unanswered, waiting, now=tick.due_at)
