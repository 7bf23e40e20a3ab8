"""HTTP: get a booking."""

from shared.bookings import store
from shared.bookings.errors import BookingNotFound
from shared.bookings.schemas import BookingView
from shared.kernel.ids import BookingId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class GetBooking(Request):
    """Query of `get_booking`."""

    booking_id: BookingId
    """Id of the booking to show, from `request_booking` or `list_my_bookings`."""


@http.get(who=("customer", "expert", "admin"), admin_scope="support", raises=(BookingNotFound,))
async def get_booking(query: GetBooking, ctx: Context) -> BookingView:
    """Get a booking of the caller's: its status, its time and its meeting place.

    Raises:
        BookingNotFound: The booking does not exist, or the caller has no part in it.
    """
    booking, _ = await ctx.read(store.access_booking, query.booking_id, ctx.actor)
    return BookingView.of(booking, viewer=ctx.actor)
