"""Every minute: who meets soon is reminded."""

from shared.bookings import actions, store
from shared.runtime.context import Context
from shared.runtime.jobs import Tally, Tick, for_each
from shared.runtime.triggers import schedule


@schedule("* * * * *", timeout=300)
async def send_due_reminders(tick: Tick, ctx: Context) -> Tally:
    """Have both sides of each booking reminded a day, an hour and ten minutes before, each by a task of its own."""
    due = await ctx.read(store.to_remind, at=tick.due_at, limit=300)
    return await for_each(ctx, actions.remind, [booking.id for booking in due], now=tick.due_at)
