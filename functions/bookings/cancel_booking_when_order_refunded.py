"""Event: cancel a booking whose order was refunded."""

from shared.bookings import cancellation
from shared.contracts.events.orders import OrderRefunded
from shared.kernel.ids import BookingId
from shared.runtime.context import Context
from shared.runtime.triggers import on


@on(OrderRefunded, items="booking", in_full=True, cause=("order_cancelled", "gone", "unknown"))
async def cancel_booking_when_order_refunded(event: OrderRefunded, ctx: Context) -> None:
    """Cancel the booking whose order was refunded in full. A partial refund changes nothing.

    Refunds that the end of the booking caused are not delivered: the booking is over by then.
    """
    await ctx.commit(
        cancellation.cancel_booking_with_order, BookingId(event.order_id), whole=event.in_full, now=ctx.now
    )
