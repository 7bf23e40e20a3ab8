"""Opening of a booking's room after the confirmation."""

from shared.contracts.events.bookings import BookingConfirmed
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows import meeting_rooms


@on(BookingConfirmed)
async def open_room_when_booking_confirmed(event: BookingConfirmed, ctx: Context) -> None:
    """Open the room of the booking for the customer and the expert, as the booking's current state allows."""
    await ctx.commit(meeting_rooms.sync_booking_room, event.booking_id, now=ctx.now)
