"""The two meet at another time: they may talk until then, and after."""

from shared.bookings.store import booking_ref
from shared.chat import booking_rooms
from shared.contracts.events.bookings import BookingMoved
from shared.runtime.context import Context
from shared.runtime.triggers import on


@on(BookingMoved)
async def move_room_when_booking_moved(event: BookingMoved, ctx: Context) -> None:
    """Let the booking's room close some hours after the new time; one that had closed is open again."""
    await ctx.commit(booking_rooms.sync_booking_room, booking_ref(event.booking_id), now=ctx.now)
