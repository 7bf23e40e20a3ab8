"""Schedule: end overdue calls."""

from shared.pairing import pairing_requests, store
from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun
from shared.runtime.triggers import schedule


@schedule("* * * * *", timeout=60)
async def expire_overdue_pairings(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Schedule the end of calls that no expert accepted in time, even if their timers failed.

    The next run continues.
    """
    late = await ctx.read(store.list_overdue_pairings, at=tick.due_at, limit=200)
    await ctx.commit(pairing_requests.schedule_round_ends, [pairing.id for pairing in late])
    return RunSummary(counted=len(late))
