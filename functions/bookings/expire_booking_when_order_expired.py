"""Nobody paid: nobody meets."""

from datetime import datetime

from shared.bookings import actions
from shared.contracts.events.orders import OrderExpired
from shared.kernel.ids import BookingId, OrderId
from shared.kernel.ports import UnitOfWork
from shared.orders import store
from shared.runtime.context import Context
from shared.runtime.triggers import on


async def expire_booking_of_order(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """End the booking, unless its order has been paid after all."""
    order = await store.get_order(uow, order_id)
    await actions.expire_unpaid_booking(uow, BookingId(order_id), order_over=order.status == "EXPIRED", now=now)


@on(OrderExpired)
async def expire_booking_when_order_expired(event: OrderExpired, ctx: Context) -> None:
    """End the booking of an order that nobody paid in time."""
    await ctx.commit(expire_booking_of_order, event.order_id, now=ctx.now)
