"""Schedule: refresh the next free time of each expert, every hour."""

import asyncio

from shared.catalogue import next_free
from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun
from shared.runtime.triggers import schedule


@schedule("25 * * * *", timeout=540)
async def refresh_next_free_times(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Compute the next free time of each listed expert, the stalest first.

    A new run continues where an earlier run was cut off.
    """
    tally = RunSummary()
    while tally.counted < next_free.MAX_EXPERTS_PER_RUN and (
        stale := await ctx.read(next_free.list_stale_experts, at=tick.due_at, limit=next_free.BATCH_SIZE)
    ):
        await asyncio.gather(*(ctx.commit(next_free.refresh_next_free_time, uid, now=tick.due_at) for uid in stale))
        tally += RunSummary(counted=len(stale))
    return tally
