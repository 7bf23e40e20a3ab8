"""Calls end in time, even when their timers failed."""

from shared.pairing import calling, store
from shared.runtime.context import Context
from shared.runtime.jobs import Tally, Tick
from shared.runtime.triggers import schedule

PAGE = 200


@schedule("* * * * *", timeout=60)
async def expire_overdue_pairings(tick: Tick, ctx: Context) -> Tally:
    """Have calls that nobody took in time ended, each by its own task; what one run leaves, the next one takes up."""
    late = await ctx.read(store.overdue, at=tick.due_at, limit=PAGE)
    await ctx.commit(calling.end_rounds, [pairing.id for pairing in late])
    return Tally(counted=len(late))
