"""No clock ends a crisis, so somebody has to look."""

from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun
from shared.runtime.triggers import schedule
from shared.workflows import crisis_reminders


@schedule("0 * * * *", timeout=60)
async def remind_of_crises(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Wake a supervisor, each hour, for sessions in which somebody has been in danger for longer than one."""
    return RunSummary(counted=await crisis_reminders.remind_supervisor(ctx, at=tick.due_at))
