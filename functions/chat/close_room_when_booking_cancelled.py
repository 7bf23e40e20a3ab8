"""Closing of a booking's room after a cancellation."""

from shared.contracts.events.bookings import BookingCancelled
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows import meeting_rooms


@on(BookingCancelled, was_confirmed=True)
async def close_room_when_booking_cancelled(event: BookingCancelled, ctx: Context) -> None:
    """Close the booking's room, if there is one. Members can still read the room, but not write."""
    await ctx.commit(meeting_rooms.sync_booking_room, event.booking_id, now=ctx.now)
