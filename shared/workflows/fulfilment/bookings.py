"""Fulfilment of bookings: confirm the booking once its order is paid."""

from datetime import datetime

from shared.bookings import actions
from shared.bookings.models import BookingPayment
from shared.kernel.ids import BookingId, OrderId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions as orders
from shared.orders import store
from shared.orders.models import RefundCause


async def confirm_booking_or_refund_order(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """Confirm the booking of a paid order with its meeting place; refund the order if the booking is over.

    Nothing happens for an order without a booking.
    """
    order = await store.get_order(uow, order_id)
    payment = BookingPayment(
        amount=order.total.amount, channel=order.payment.channel, paid_at=order.payment.paid_at or now
    )
    owed = await actions.confirm_booking(
        uow, BookingId(order_id), paid=order.unrefunded_amount, payment=payment, now=now
    )
    await orders.refund_order(uow, order_id, amount=owed, cause=RefundCause.BOOKING_OVER, now=now)
