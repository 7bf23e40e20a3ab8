"""Experts whose phones have fallen silent are offline."""

from datetime import datetime

from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork
from shared.pairing import jobs, online, store
from shared.runtime.context import Context
from shared.runtime.jobs import Tally, Tick, for_each
from shared.runtime.triggers import schedule
from shared.sessions import jobs as session_jobs

PAGE = 300


async def fall_silent(uow: UnitOfWork, uid: UserId, *, now: datetime) -> None:
    """Log how long the expert was there; whom they leave alone is looked after by somebody else."""
    diary = await online.fall_silent(uow, uid, now=now)
    for session in diary.sessions if diary else ():
        session_jobs.find_another(uow, session, uid)


async def recount(uow: UnitOfWork, *, now: datetime) -> None:
    """Have the dashboard counted each minute, whatever has happened."""
    jobs.count_again(uow, now=now)


@schedule("* * * * *", timeout=60)
async def take_silent_experts_offline(tick: Tick, ctx: Context) -> Tally:
    """Take experts offline whose lease has run out, and have their sessions taken over by others."""
    silent = await ctx.read(store.silent, at=tick.due_at, limit=PAGE)
    tally = await for_each(ctx, fall_silent, [lease.id for lease in silent], now=tick.due_at)
    await ctx.commit(recount, now=ctx.now)
    return tally
