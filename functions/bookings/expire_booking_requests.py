"""Schedule: expire overdue booking requests, even if their timers failed."""

from shared.bookings import actions, store
from shared.contracts.bookings import BookingStatus
from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun, commit_each
from shared.runtime.triggers import schedule


@schedule("*/5 * * * *", timeout=300)
async def expire_booking_requests(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Expire requests whose time to answer is over. The next run takes up what this run leaves."""
    unanswered = await ctx.read(store.list_overdue_bookings, BookingStatus.REQUESTED, at=tick.due_at, limit=300)
    return await commit_each(
        ctx, actions.expire_booking_request, [booking.id for booking in unanswered], now=tick.due_at
    )
