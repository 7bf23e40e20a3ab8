"""HTTP: approve a booking request."""

from shared.bookings import store
from shared.bookings.errors import BOOKING_CHANGE_ERRORS, SlotTaken
from shared.bookings.schemas import BookingView
from shared.kernel.ids import BookingId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import booking_orders


class ApproveBooking(Request):
    """Body of `approve_booking`."""

    booking_id: BookingId
    """Id of the requested booking, from `list_my_bookings` with `side=expert`."""


@http.post(who="expert", raises=(*BOOKING_CHANGE_ERRORS, SlotTaken), dispatches=("tasks",))
async def approve_booking(body: ApproveBooking, ctx: Context) -> BookingView:
    """Approve a booking request, as its expert.

    The time is held for the customer, who gets an e-mail with the request to pay. A free booking is confirmed at once.
    A second call fails with `booking_not_open`.

    Raises:
        BookingNotFound: The booking does not exist, or the caller is not its expert.
        BookingNotOpen: The request was answered before, or its time to answer is over.
        SlotTaken: Another booking has the time, because this request did not hold it.
    """
    await ctx.commit(booking_orders.approve_booking_and_open_order, body.booking_id, actor=ctx.actor, now=ctx.now)
    return BookingView.of(await ctx.read(store.get_booking, body.booking_id), viewer=ctx.actor)
