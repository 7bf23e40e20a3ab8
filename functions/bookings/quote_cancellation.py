"""What comes back if one cancels now."""

from shared.bookings.errors import BOOKING_CHANGE_ERRORS
from shared.bookings.schemas import CancellationView
from shared.kernel.ids import BookingId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import cancellation_quotes


class QuoteCancellation(Request):
    """Query of `quote_cancellation`."""

    booking_id: BookingId
    """Id of the booking that the caller may cancel, from `list_my_bookings`."""


@http.get(who=("customer", "expert", "admin"), raises=BOOKING_CHANGE_ERRORS)
async def quote_cancellation(query: QuoteCancellation, ctx: Context) -> CancellationView:
    """Say what goes back to the customer if this caller cancels now; `cancel_booking` wants to be told that amount."""
    return await ctx.read(cancellation_quotes.get_cancellation_quote, query.booking_id, actor=ctx.actor, now=ctx.now)
