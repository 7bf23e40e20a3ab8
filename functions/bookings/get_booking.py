"""HTTP: get a booking."""

from shared.bookings.errors import BookingNotFound
from shared.bookings.schemas import BookingCardView
from shared.kernel.ids import BookingId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import booking_cards


class GetBooking(Request):
    """Query of `get_booking`."""

    booking_id: BookingId
    """Id of the booking to show, from `request_booking` or `list_my_bookings`."""


@http.get(who=("customer", "expert", "admin"), admin_scope="support", raises=(BookingNotFound,))
async def get_booking(query: GetBooking, ctx: Context) -> BookingCardView:
    """Get a booking of the caller's: its status, its time and its meeting place.

    The present photo of the other side is shown. The expert also reads the customer's city, interests and goals.

    Raises:
        BookingNotFound: The booking does not exist, or the caller has no part in it.
    """
    return await ctx.read(booking_cards.get_booking_card, query.booking_id, actor=ctx.actor, now=ctx.now)
