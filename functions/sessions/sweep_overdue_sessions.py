"""Sessions end in time, even when their timers failed."""

from shared.runtime.context import Context
from shared.runtime.jobs import Tally, Tick
from shared.runtime.triggers import schedule
from shared.sessions import actions, store

PAGE = 200


@schedule("* * * * *", timeout=60)
async def sweep_overdue_sessions(tick: Tick, ctx: Context) -> Tally:
    """Have sessions ended whose time is over, each by its own task; what one run leaves, the next one takes up."""
    late = await ctx.read(store.overdue, at=tick.due_at, limit=PAGE)
    await ctx.commit(actions.end_overdue, late)
    return Tally(counted=len(late))
