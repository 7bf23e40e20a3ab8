"""HTTP: accept a proposed time."""

from shared.bookings import store
from shared.bookings.errors import BOOKING_CHANGE_ERRORS, MeetingOverlap, NoProposal, OwnProposal, SlotTaken
from shared.bookings.schemas import BookingView
from shared.kernel.ids import BookingId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import booking_reschedules


class AcceptReschedule(Request):
    """Body of `accept_reschedule`."""

    booking_id: BookingId
    """Id of the booking whose proposed time is accepted, from `list_my_bookings`."""


@http.post(
    who=("customer", "expert"),
    raises=(*BOOKING_CHANGE_ERRORS, NoProposal, OwnProposal, SlotTaken, MeetingOverlap),
    dispatches=("tasks",),
)
async def accept_reschedule(body: AcceptReschedule, ctx: Context) -> BookingView:
    """Accept the time that the other side has proposed.

    The booking moves to the proposed time, and the old time is free at once. A request is approved by that.
    The customer then pays with `pay_booking`. A second call fails with `no_proposal` or `booking_not_open`.

    Raises:
        BookingNotFound: The booking does not exist, or the caller has no part in it.
        BookingNotOpen: The booking is neither requested nor confirmed.
        NoProposal: No proposal is open, or it has expired.
        OwnProposal: The caller made the proposal.
        SlotTaken: Another booking has the time.
        MeetingOverlap: The customer calls, has another meeting at that time, and the settings refuse it.
    """
    await ctx.commit(
        booking_reschedules.accept_reschedule_and_open_order, body.booking_id, actor=ctx.actor, now=ctx.now
    )
    return BookingView.of(await ctx.read(store.get_booking, body.booking_id), viewer=ctx.actor)
