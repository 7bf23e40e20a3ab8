"""HTTP: get the place to pay a booking."""

from shared.bookings import actions
from shared.bookings.errors import BOOKING_CHANGE_ERRORS, SEAT_ERRORS, SlotTaken
from shared.bookings.schemas import BookingView
from shared.kernel.errors import NotFound
from shared.kernel.ids import BookingId
from shared.kernel.schemas import Request
from shared.orders import actions as orders
from shared.orders.errors import NoLongerAvailable, OrderNotOpen, PaymentRefused
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
    raises=(*BOOKING_CHANGE_ERRORS, *SEAT_ERRORS, SlotTaken, NoLongerAvailable, OrderNotOpen, PaymentRefused, NotFound),
    takes_idempotency_key=False,
    dispatches=("tasks",),
)
async def pay_booking(body: PayBooking, ctx: Context, payments: PaymentProvider) -> BookingView:
    """Get the `checkout_url` of a booking that awaits its payment.

    Call at any time before `pay_before`, also after a failed payment.
    A repeated call gives the same address, or a new one if the earlier invoice has ended.

    Raises:
        BookingNotFound: The booking does not exist, or the caller is not its customer.
        BookingNotOpen: The booking awaits no payment, or its time to pay is over.
        SlotTaken: The hold has expired, and another booking has the time.
        NoSeatLeft: The hold has expired, and others have all seats of the group.
        AlreadySeated: The caller has another seat at the date.
        GroupDateNotOpen: The date of the group was cancelled.
        NoLongerAvailable: The order's hold has expired, and others have what was reserved.
        OrderNotOpen: The order is paid, cancelled or expired.
        PaymentRefused: The payment provider refuses to create the invoice.
        NotFound: The payment provider does not know what the invoice refers to.
    """
    booking = await ctx.read(actions.access_payable_booking, body.booking_id, actor=ctx.actor, now=ctx.now)
    order = await ctx.read(orders.access_payable_order, booking.id, actor=ctx.actor, now=ctx.now)
    order = await checkout.ensure_invoice(ctx, payments, order)
    return BookingView.of(booking, viewer=ctx.actor, checkout_url=order.payment.checkout_url)
