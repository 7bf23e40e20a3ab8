"""What comes back if one cancels now."""

from datetime import datetime

from shared.bookings import actions
from shared.bookings.errors import BOOKING_CHANGE_ERRORS
from shared.bookings.schemas import CancellationView
from shared.kernel.actors import Actor
from shared.kernel.ids import BookingId
from shared.kernel.ports import Reader
from shared.kernel.schemas import Request
from shared.orders import store as orders
from shared.runtime.context import Context
from shared.runtime.triggers import http


class QuoteCancellation(Request):
    booking_id: BookingId


async def get_cancellation_quote(
    reader: Reader, booking_id: BookingId, *, actor: Actor, now: datetime
) -> CancellationView:
    """The refund by the service's policy, of what has been paid and not gone back."""
    (order,) = await orders.find_orders(reader, [booking_id])
    paid = order.total.amount - order.refunded_amount if order and order.status == "PAID" else 0
    booking, refund = await actions.quote_refund(reader, booking_id, paid=paid, actor=actor, now=now)
    return CancellationView.of(booking, paid=paid, refund=refund)


@http.get(who=("customer", "expert", "admin"), raises=BOOKING_CHANGE_ERRORS)
async def quote_cancellation(query: QuoteCancellation, ctx: Context) -> CancellationView:
    """Say what goes back to the customer if this caller cancels now; `cancel_booking` wants to be told that amount."""
    return await ctx.read(get_cancellation_quote, query.booking_id, actor=ctx.actor, now=ctx.now)
