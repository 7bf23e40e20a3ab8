"""Call a booking off."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from shared.bookings import actions, store
from shared.bookings.errors import BOOKING_CHANGE_ERRORS, QuoteChanged
from shared.bookings.schemas import BookingView, Reason
from shared.kernel.actors import Actor
from shared.kernel.ids import BookingId
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Request
from shared.orders import actions as orders
from shared.orders import store as order_store
from shared.orders.models import RefundCause
from shared.runtime.context import Context
from shared.runtime.triggers import http


class CancelBooking(Request):
    """`refund` is what the caller was told by `quote_cancellation`; 0 while nothing has been paid."""

    booking_id: BookingId
    reason: Reason
    refund: Annotated[int, Field(ge=0, strict=True)]


async def cancel_booking_and_order(uow: UnitOfWork, body: CancelBooking, *, actor: Actor, now: datetime) -> None:
    """End the booking and its order in one commit: an open order is cancelled, of a paid one the refund goes back."""
    (order,) = await order_store.find_orders(uow, [body.booking_id])
    # What was decided by the order must still be so, also where it is not changed, or not there at all.
    uow.verify(order_store.order_ref(body.booking_id))
    paid = order.total.amount - order.refunded_amount if order and order.status == "PAID" else 0
    booking = await actions.cancel_booking(
        uow, body.booking_id, reason=body.reason, quoted=body.refund, paid=paid, actor=actor, now=now
    )
    if order and order.status == "PENDING":
        await orders.cancel_order_by_system(uow, order.id, now=now)
    if booking.refund:
        await orders.refund_order(uow, booking.id, amount=booking.refund, cause=RefundCause.BOOKING_CANCELLED, now=now)


@http.post(who=("customer", "expert", "admin"), raises=(*BOOKING_CHANGE_ERRORS, QuoteChanged), gateways=("tasks",))
async def cancel_booking(body: CancelBooking, ctx: Context) -> BookingView:
    """Cancel a booking with a reason, for exactly the refund that was quoted; its time is free again at once."""
    await ctx.commit(cancel_booking_and_order, body, actor=ctx.actor, now=ctx.now)
    return BookingView.of(await ctx.read(store.get_booking, body.booking_id))
