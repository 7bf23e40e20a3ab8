"""Event: a booking that its expert has cancelled counts in the expert's track record."""

from shared.contracts.events.bookings import BookingCancelled
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows import expert_track_records


@on(BookingCancelled, was_confirmed=True)
async def count_meeting_when_booking_cancelled(event: BookingCancelled, ctx: Context) -> None:
    """Count a confirmed booking that its expert has cancelled in the completion rate on the expert's card."""
    await ctx.commit(expert_track_records.update_track_record, event.booking_id, now=ctx.now)
