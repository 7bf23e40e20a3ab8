"""The two will meet: they may talk."""

from shared.bookings.store import ref
from shared.chat import booking_rooms
from shared.events.bookings import BookingConfirmed
from shared.runtime.context import Context
from shared.runtime.triggers import on


@on(BookingConfirmed)
async def open_room_when_booking_confirmed(event: BookingConfirmed, ctx: Context) -> None:
    """Open the booking's room for its customer and its expert, as the booking stands now."""
    await ctx.commit(booking_rooms.follow, ref(event.booking_id), now=ctx.now)
