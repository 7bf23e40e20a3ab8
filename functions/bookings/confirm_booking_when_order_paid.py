"""Event: confirm the booking of a paid order."""

from shared.contracts.events.orders import OrderPaid
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.fulfilment import bookings


@on(OrderPaid, items="booking")
async def confirm_booking_when_order_paid(event: OrderPaid, ctx: Context) -> None:
    """Confirm the booking of a paid order, if there is one. If its time has passed, refund the order."""
    await ctx.commit(bookings.confirm_booking_or_refund_order, event.order_id, now=ctx.now)
