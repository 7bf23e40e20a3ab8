"""Every minute: who meets soon is reminded."""

from shared.bookings import actions, store
from shared.runtime.context import Context
from shared.runtime.jobs import Tally, Tick
from shared.runtime.triggers import schedule


@schedule("* * * * *", timeout=300)
async def send_due_reminders(tick: Tick, ctx: Context) -> Tally:
    """Have both sides of each booking reminded a day, an hour and ten minutes before, each by a task of its own."""
    tally = Tally()
    for booking in await ctx.read(store.to_remind, at=tick.due_at, limit=300):
        tally += Tally(counted=await ctx.commit(actions.remind, booking.id, now=tick.due_at))
    return tally
