"""Schedule: delete notifications that are older than 180 days."""

from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun
from shared.runtime.triggers import schedule
from shared.workflows import old_notifications


@schedule("40 2 * * *", timeout=540)
async def delete_old_notifications(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Delete old notifications, which then count as read; those that a run leaves are left to the next one."""
    return RunSummary(counted=await old_notifications.delete_old_notifications(ctx, at=tick.due_at))
