"""HTTP: quote the refund of a cancellation."""

from shared.bookings.cancellation_schemas import CancellationView
from shared.bookings.errors import BOOKING_CHANGE_ERRORS
from shared.kernel.ids import BookingId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import cancellation_quotes


class QuoteCancellation(Request):
    """Query of `quote_cancellation`."""

    booking_id: BookingId
    """Id of the booking that the caller may cancel, from `list_my_bookings`."""


@http.get(who=("customer", "expert", "admin"), admin_scope="support", raises=BOOKING_CHANGE_ERRORS)
async def quote_cancellation(query: QuoteCancellation, ctx: Context) -> CancellationView:
    """Quote the customer's refund if this caller cancels now.

    Send the quoted amount to `cancel_booking`.

    Raises:
        BookingNotFound: The booking does not exist, or the caller has no part in it.
        BookingNotOpen: The booking is over, or the meeting has begun.
    """
    return await ctx.read(cancellation_quotes.get_cancellation_quote, query.booking_id, actor=ctx.actor, now=ctx.now)
