"""Event: expire the booking of an expired order."""

from shared.contracts.events.orders import OrderExpired
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.fulfilment import unpaid_bookings


@on(OrderExpired, items="booking")
async def expire_booking_when_order_expired(event: OrderExpired, ctx: Context) -> None:
    """Expire the booking of an order that was not paid in time."""
    await ctx.commit(unpaid_bookings.expire_booking_of_order, event.order_id, now=ctx.now)
