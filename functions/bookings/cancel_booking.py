"""HTTP: cancel a booking."""

from typing import Annotated

from pydantic import Field

from shared.bookings import store
from shared.bookings.errors import BOOKING_CHANGE_ERRORS, QuoteChanged
from shared.bookings.schemas import BookingView, Reason
from shared.kernel.ids import BookingId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import booking_cancellation


class CancelBooking(Request):
    """Body of `cancel_booking`, with the refund that `quote_cancellation` answered."""

    booking_id: BookingId
    """Id of the booking to cancel, from `list_my_bookings`."""
    reason: Reason
    """Reason of the cancellation, in 1 to 500 characters; the other side reads this text."""
    refund: Annotated[int, Field(ge=0, strict=True)]
    """Refund in whole rupiah, exactly as `quote_cancellation` answered; 0 while nothing has been paid."""


@http.post(
    who=("customer", "expert", "admin"),
    admin_scope="support",
    raises=(*BOOKING_CHANGE_ERRORS, QuoteChanged),
    dispatches=("tasks",),
)
async def cancel_booking(body: CancelBooking, ctx: Context) -> BookingView:
    """Cancel a booking with a reason, for exactly the quoted refund.

    Call `quote_cancellation` first. The time is free at once, and a refund is requested if one is due.
    A second call fails with `booking_not_open`.

    Raises:
        BookingNotFound: The booking does not exist, or the caller has no part in it.
        BookingNotOpen: The booking is over, or the meeting has begun.
        QuoteChanged: The refund is another amount by now; ask for a new quote.
    """
    await ctx.commit(
        booking_cancellation.cancel_booking_and_order,
        body.booking_id,
        reason=body.reason,
        quoted=body.refund,
        actor=ctx.actor,
        now=ctx.now,
    )
    return BookingView.of(await ctx.read(store.get_booking, body.booking_id), viewer=ctx.actor)
