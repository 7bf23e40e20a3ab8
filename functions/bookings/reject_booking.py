"""HTTP: reject a booking request."""

from shared.bookings import actions, store
from shared.bookings.errors import BOOKING_CHANGE_ERRORS
from shared.bookings.schemas import BookingView, Reason
from shared.kernel.ids import BookingId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class RejectBooking(Request):
    """Body of `reject_booking`."""

    booking_id: BookingId
    """Id of the requested booking, from `list_my_bookings` with `side=expert`."""
    reason: Reason
    """Reason of the rejection, in 1 to 500 characters; the customer reads this text."""


@http.post(who="expert", raises=BOOKING_CHANGE_ERRORS, dispatches=("tasks",))
async def reject_booking(body: RejectBooking, ctx: Context) -> BookingView:
    """Reject a booking request with a reason, as its expert.

    The time is free at once, and the customer reads the reason. A second call fails with `booking_not_open`.

    Raises:
        BookingNotFound: The booking does not exist, or the caller is not its expert.
        BookingNotOpen: The request was answered before, or its time to answer is over.
    """
    await ctx.commit(actions.reject_booking, body.booking_id, reason=body.reason, actor=ctx.actor, now=ctx.now)
    return BookingView.of(await ctx.read(store.get_booking, body.booking_id), viewer=ctx.actor)
