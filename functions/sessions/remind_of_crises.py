"""Schedule: remind supervisors of crises."""

from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun
from shared.runtime.triggers import schedule
from shared.workflows import crisis_reminders


@schedule("0 * * * *", timeout=60)
async def remind_of_crises(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Alert a supervisor every hour to sessions that have been in crisis for more than an hour.

    No clock ends a crisis.
    """
    return RunSummary(counted=await crisis_reminders.remind_supervisor(ctx, at=tick.due_at))
