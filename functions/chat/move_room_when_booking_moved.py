"""The two meet at another time: they may talk until then, and after."""

from shared.contracts.events.bookings import BookingMoved
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows import meeting_rooms


@on(BookingMoved)
async def move_room_when_booking_moved(event: BookingMoved, ctx: Context) -> None:
    """Let the booking's room close some hours after the new time; one that had closed is open again."""
    await ctx.commit(meeting_rooms.sync_booking_room, event.booking_id, now=ctx.now)
