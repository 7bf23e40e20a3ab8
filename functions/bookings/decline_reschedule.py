"""HTTP: decline or withdraw a proposed time."""

from shared.bookings import rescheduling, store
from shared.bookings.errors import BOOKING_CHANGE_ERRORS, NoProposal
from shared.bookings.schemas import BookingView
from shared.kernel.ids import BookingId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class DeclineReschedule(Request):
    """Body of `decline_reschedule`."""

    booking_id: BookingId
    """Id of the booking whose proposed time is declined or withdrawn, from `list_my_bookings`."""


@http.post(who=("customer", "expert"), raises=(*BOOKING_CHANGE_ERRORS, NoProposal), dispatches=("tasks",))
async def decline_reschedule(body: DeclineReschedule, ctx: Context) -> BookingView:
    """Decline a proposed time, or withdraw the caller's own proposal.

    The booking keeps its time. A second call fails with `no_proposal`.

    Raises:
        BookingNotFound: The booking does not exist, or the caller has no part in it.
        BookingNotOpen: The booking is neither requested nor confirmed.
        NoProposal: No proposal is open, or it has expired.
    """
    await ctx.commit(rescheduling.decline_reschedule, body.booking_id, actor=ctx.actor, now=ctx.now)
    return BookingView.of(await ctx.read(store.get_booking, body.booking_id), viewer=ctx.actor)
