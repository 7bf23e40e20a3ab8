"""New closing time of a booking's room after a move."""

from shared.contracts.events.bookings import BookingMoved
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows import meeting_rooms


@on(BookingMoved)
async def move_room_when_booking_moved(event: BookingMoved, ctx: Context) -> None:
    """Set the closing time of the booking's room to some hours after the new meeting. A closed room opens again."""
    await ctx.commit(meeting_rooms.sync_booking_room, event.booking_id, now=ctx.now)
