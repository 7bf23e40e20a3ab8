"""The two will not meet after all."""

from shared.bookings.store import ref
from shared.chat import booking_rooms
from shared.events.bookings import BookingCancelled
from shared.runtime.context import Context
from shared.runtime.triggers import on


@on(BookingCancelled)
async def close_room_when_booking_cancelled(event: BookingCancelled, ctx: Context) -> None:
    """Close the booking's room, if there is one: it can be read, but not written in."""
    await ctx.commit(booking_rooms.follow, ref(event.booking_id), now=ctx.now)
