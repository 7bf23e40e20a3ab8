"""No clock ends a crisis, so somebody has to look."""

from datetime import timedelta

from shared.runtime.context import Context
from shared.runtime.jobs import Tally, Tick
from shared.runtime.triggers import schedule
from shared.sessions import store

PAGE = 100
LONG = timedelta(hours=1)


@schedule("0 * * * *", timeout=60)
async def remind_of_crises(tick: Tick, ctx: Context) -> Tally:
    """Wake a supervisor, each hour, for sessions in which somebody has been in danger for longer than one."""
    crises = await ctx.read(store.crises, since=tick.due_at - LONG, limit=PAGE)
    if crises:
        ctx.alert(f"crises go on: {len(crises)}", sessions=[session.id for session in crises])
    return Tally(counted=len(crises))
