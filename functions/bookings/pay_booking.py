"""Pay a booking: now, or again after a payment has failed."""

from shared.bookings import actions
from shared.bookings.errors import BOOKING_CHANGE_ERRORS, SlotTaken
from shared.bookings.schemas import BookingView
from shared.kernel.ids import BookingId
from shared.kernel.schemas import Request
from shared.orders import actions as orders
from shared.orders.errors import NoLongerAvailable, OrderNotOpen
from shared.orders.ports import PaymentProvider
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import checkout


class PayBooking(Request):
    """Body of `pay_booking`."""

    booking_id: BookingId
    """Id of the booking to pay, with the status `awaiting_payment`."""


@http.post(
    who=("customer", "expert"),
    raises=(*BOOKING_CHANGE_ERRORS, SlotTaken, NoLongerAvailable, OrderNotOpen),
    takes_idempotency_key=False,
    dispatches=("tasks",),
)
async def pay_booking(body: PayBooking, ctx: Context, payments: PaymentProvider) -> BookingView:
    """Say where to pay a booking that awaits its payment, as long as its time is not somebody else's."""
    booking = await ctx.read(actions.access_payable_booking, body.booking_id, actor=ctx.actor, now=ctx.now)
    order = await ctx.read(orders.access_payable_order, booking.id, actor=ctx.actor, now=ctx.now)
    order = await checkout.ensure_invoice(ctx, payments, order)
    return BookingView.of(booking, checkout_url=order.payment.checkout_url)
