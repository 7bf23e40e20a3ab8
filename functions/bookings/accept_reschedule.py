"""Agree to the other side's time."""

from shared.bookings import store
from shared.bookings.errors import BOOKING_CHANGE_ERRORS, NoProposal, OwnProposal, SlotTaken
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
    raises=(*BOOKING_CHANGE_ERRORS, NoProposal, OwnProposal, SlotTaken),
    dispatches=("tasks",),
)
async def accept_reschedule(body: AcceptReschedule, ctx: Context) -> BookingView:
    """Take the proposed time: the old one is free again at once. A request is approved by it, and is to be paid."""
    await ctx.commit(
        booking_reschedules.accept_reschedule_and_open_order, body.booking_id, actor=ctx.actor, now=ctx.now
    )
    return BookingView.of(await ctx.read(store.get_booking, body.booking_id))
