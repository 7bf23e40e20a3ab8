"""Schedule: send due reminders, every minute."""

from shared.bookings import actions, store
from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun, commit_each
from shared.runtime.triggers import schedule


@schedule("* * * * *", timeout=300)
async def send_due_reminders(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Remind both sides a day, an hour and ten minutes before a meeting.

    Customers are reminded of what they have not paid.
    """
    due = await ctx.read(store.list_bookings_due_for_reminder, at=tick.due_at, limit=300)
    return await commit_each(ctx, actions.emit_due_reminder, [booking.id for booking in due], now=tick.due_at)
