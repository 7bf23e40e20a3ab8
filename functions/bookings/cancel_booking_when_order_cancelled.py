"""Event: cancel a booking whose order was cancelled."""

from shared.bookings import cancellation
from shared.contracts.events.orders import OrderCancelled
from shared.kernel.ids import BookingId
from shared.runtime.context import Context
from shared.runtime.triggers import on


@on(OrderCancelled, items="booking")
async def cancel_booking_when_order_cancelled(event: OrderCancelled, ctx: Context) -> None:
    """Cancel the booking whose order was cancelled before its payment."""
    await ctx.commit(cancellation.cancel_booking_with_order, BookingId(event.order_id), whole=True, now=ctx.now)
