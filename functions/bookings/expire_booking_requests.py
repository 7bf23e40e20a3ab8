"""Requests that nobody answered end, even when their timers failed."""

from shared.bookings import actions, store
from shared.bookings.models import BookingStatus
from shared.runtime.context import Context
from shared.runtime.jobs import Tally, Tick, for_each
from shared.runtime.triggers import schedule


@schedule("*/5 * * * *", timeout=300)
async def expire_booking_requests(tick: Tick, ctx: Context) -> Tally:
    """Expire requests whose time to be answered is over; what one run leaves, the next one takes up."""
    unanswered = await ctx.read(store.over, BookingStatus.REQUESTED, at=tick.due_at, limit=300)
    return await for_each(ctx, actions.expire_request, [booking.id for booking in unanswered], now=tick.due_at)
