"""The two will meet: they may talk."""

from shared.contracts.events.bookings import BookingConfirmed
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows import meeting_rooms


@on(BookingConfirmed)
async def open_room_when_booking_confirmed(event: BookingConfirmed, ctx: Context) -> None:
    """Open the booking's room for its customer and its expert, as the booking stands now."""
    await ctx.commit(meeting_rooms.sync_booking_room, event.booking_id, now=ctx.now)
