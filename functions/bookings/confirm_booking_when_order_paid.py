"""Paid: the two will meet."""

from datetime import datetime

from shared.bookings import actions
from shared.contracts.events.orders import OrderPaid
from shared.kernel.ids import BookingId, OrderId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions as orders
from shared.orders import store
from shared.orders.models import RefundCause
from shared.runtime.context import Context
from shared.runtime.triggers import on


async def confirm_booking_or_refund_order(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """Confirm the booking with its meeting, or give the money back, in one commit."""
    order = await store.get_order(uow, order_id)
    paid = order.total.amount - order.refunded_amount
    owed = await actions.confirm_booking(uow, BookingId(order_id), paid=paid, now=now)
    await orders.refund_order(uow, order_id, amount=owed, cause=RefundCause.BOOKING_OVER, now=now)


@on(OrderPaid)
async def confirm_booking_when_order_paid(event: OrderPaid, ctx: Context) -> None:
    """Confirm the booking of a paid order, if there is one; when its time has gone by, the money goes back."""
    await ctx.commit(confirm_booking_or_refund_order, event.order_id, now=ctx.now)
