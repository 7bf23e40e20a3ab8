"""Reconciliation of bookings with their orders, where an event was lost."""

from datetime import datetime

from shared.bookings import actions
from shared.kernel.ids import BookingId
from shared.kernel.ports import UnitOfWork
from shared.orders import order_events, rules, store
from shared.orders.models import OrderStatus


async def reconcile_booking_with_order(uow: UnitOfWork, booking_id: BookingId, *, now: datetime) -> None:
    """Expire an unpaid booking whose order is over; emit `OrderPaid` again if the order is paid.

    Repairs bookings that have missed an event of their order.
    """
    order = await store.get_order(uow, booking_id)
    if order.status is OrderStatus.PAID and not rules.was_given_back(order):
        uow.emit(order_events.build_order_paid(order, now=now))
    over = order.status in (OrderStatus.EXPIRED, OrderStatus.CANCELLED)
    await actions.expire_unpaid_booking(uow, booking_id, order_over=over, now=now)
