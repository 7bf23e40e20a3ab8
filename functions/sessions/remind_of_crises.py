"""No clock ends a crisis, so somebody has to look."""

from datetime import timedelta

from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun
from shared.runtime.triggers import schedule
from shared.sessions import store

PAGE = 100
CRISIS_REMINDER_AFTER = timedelta(hours=1)


@schedule("0 * * * *", timeout=60)
async def remind_of_crises(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Wake a supervisor, each hour, for sessions in which somebody has been in danger for longer than one."""
    crises = await ctx.read(store.list_sessions_in_crisis, since=tick.due_at - CRISIS_REMINDER_AFTER, limit=PAGE)
    if crises:
        ctx.alert(f"crises go on: {len(crises)}", sessions=[session.id for session in crises])
    return RunSummary(counted=len(crises))
