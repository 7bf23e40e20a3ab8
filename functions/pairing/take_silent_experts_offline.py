"""Experts whose phones have fallen silent are offline."""

from datetime import datetime

from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork
from shared.pairing import jobs, presence, store
from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun, commit_each
from shared.runtime.triggers import schedule
from shared.sessions import jobs as session_jobs

PAGE = 300


async def take_offline_and_reroute(uow: UnitOfWork, uid: UserId, *, now: datetime) -> None:
    """Log how long the expert was there; whom they leave alone is looked after by somebody else."""
    diary = await presence.take_offline_if_silent(uow, uid, now=now)
    for session in diary.sessions if diary else ():
        session_jobs.schedule_expert_search(uow, session, uid)


async def schedule_stats_refresh(uow: UnitOfWork, *, now: datetime) -> None:
    """Have the dashboard counted each minute, whatever has happened."""
    jobs.schedule_live_stats_refresh(uow, now=now)


@schedule("* * * * *", timeout=60)
async def take_silent_experts_offline(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Take experts offline whose lease has run out, and have their sessions taken over by others."""
    silent = await ctx.read(store.list_expired_heartbeats, at=tick.due_at, limit=PAGE)
    tally = await commit_each(ctx, take_offline_and_reroute, [lease.id for lease in silent], now=tick.due_at)
    await ctx.commit(schedule_stats_refresh, now=ctx.now)
    return tally
