"""Calls end in time, even when their timers failed."""

from shared.pairing import pairing_requests, store
from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun
from shared.runtime.triggers import schedule


@schedule("* * * * *", timeout=60)
async def expire_overdue_pairings(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Have calls that nobody took in time ended, each by its own task; what one run leaves, the next one takes up."""
    late = await ctx.read(store.list_overdue_pairings, at=tick.due_at, limit=200)
    await ctx.commit(pairing_requests.schedule_round_ends, [pairing.id for pairing in late])
    return RunSummary(counted=len(late))
