"""Keep the hint when each expert is free next."""

import asyncio

from shared.catalogue import hints
from shared.runtime.context import Context
from shared.runtime.jobs import Tally, Tick
from shared.runtime.triggers import schedule

AT_ONCE = 40
# More than this is for the next run, which begins with whoever has waited longest.
MOST = 10_000


@schedule("25 * * * *", timeout=540)
async def refresh_soonest_free(tick: Tick, ctx: Context) -> Tally:
    """Look when each listed expert is free next, the longest unseen first; a run cut off goes on where it stopped."""
    tally = Tally()
    while tally.counted < MOST and (stale := await ctx.read(hints.stale_experts, at=tick.due_at, limit=AT_ONCE)):
        await asyncio.gather(*(ctx.commit(hints.refresh, uid, now=tick.due_at) for uid in stale))
        tally += Tally(counted=len(stale))
    return tally
