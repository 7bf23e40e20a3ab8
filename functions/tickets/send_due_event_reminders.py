"""Schedule: remind holders of tickets, every five minutes."""

from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun, commit_each
from shared.runtime.triggers import schedule
from shared.workflows import event_reminders


@schedule("*/5 * * * *", timeout=120)
async def send_due_event_reminders(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Begin to remind the holders of tickets, a day and an hour before an event."""
    due = await ctx.read(event_reminders.list_due_reminders, at=tick.due_at)
    return await commit_each(ctx, event_reminders.begin_reminding, due, at=tick.due_at)
