"""Nobody paid: nobody meets."""

from datetime import datetime

from shared.bookings import actions
from shared.events.orders import OrderExpired
from shared.kernel.ids import BookingId, OrderId
from shared.kernel.ports import UnitOfWork
from shared.orders import store
from shared.runtime.context import Context
from shared.runtime.triggers import on


async def expire(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """End the booking, unless its order has been paid after all."""
    order = await store.order(uow, order_id)
    await actions.expire_unpaid(uow, BookingId(order_id), order_over=order.status == "EXPIRED", now=now)


@on(OrderExpired)
async def expire_booking_when_order_expired(event: OrderExpired, ctx: Context) -> None:
    """End the booking of an order that nobody paid in time."""
    await ctx.commit(expire, event.order_id, now=ctx.now)
