"""Bookings whose order was never paid."""

from datetime import datetime

from shared.bookings import actions
from shared.kernel.ids import BookingId, OrderId
from shared.kernel.ports import UnitOfWork
from shared.orders import store
from shared.orders.models import OrderStatus


async def expire_booking_of_order(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """Expire the booking of an expired order, unless the order has been paid after all."""
    order = await store.get_order(uow, order_id)
    over = order.status is OrderStatus.EXPIRED
    await actions.expire_unpaid_booking(uow, BookingId(order_id), order_over=over, now=now)
