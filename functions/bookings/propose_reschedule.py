"""HTTP: propose another time."""

from shared.bookings import store
from shared.bookings.errors import BOOKING_CHANGE_ERRORS, MeetingOverlap, SeatIsFixed, SlotTaken
from shared.bookings.schemas import BookingView, StartTime
from shared.catalogue.errors import START_TIME_ERRORS
from shared.kernel.ids import BookingId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import booking_proposals


class ProposeReschedule(Request):
    """Body of `propose_reschedule`."""

    booking_id: BookingId
    """Id of the booking to move, from `list_my_bookings`."""
    starts_at: StartTime
    """Proposed start, an RFC 3339 instant with a zone, from `list_free_slots`."""


@http.post(
    who=("customer", "expert"),
    raises=(*BOOKING_CHANGE_ERRORS, *START_TIME_ERRORS, SlotTaken, MeetingOverlap, SeatIsFixed),
    dispatches=("tasks",),
)
async def propose_reschedule(body: ProposeReschedule, ctx: Context) -> BookingView:
    """Propose another time for a requested or confirmed booking.

    The time is held until the other side answers or the proposal expires. A later proposal replaces an earlier one.

    Raises:
        BookingNotFound: The booking does not exist, or the caller has no part in it.
        BookingNotOpen: The booking is neither requested nor confirmed, has begun, or was not answered in time.
        SeatIsFixed: The booking is a seat in a group.
        SlotTaken: Another booking has the proposed time.
        MeetingOverlap: The customer calls, has another meeting at that time, and the settings refuse it.
    """
    propose = booking_proposals.propose_reschedule_within_hours
    await ctx.commit(propose, body.booking_id, body.starts_at, actor=ctx.actor, now=ctx.now)
    return BookingView.of(await ctx.read(store.get_booking, body.booking_id), viewer=ctx.actor)
