"""The two will not meet after all."""

from shared.bookings.store import booking_ref
from shared.chat import booking_rooms
from shared.contracts.events.bookings import BookingCancelled
from shared.runtime.context import Context
from shared.runtime.triggers import on


@on(BookingCancelled)
async def close_room_when_booking_cancelled(event: BookingCancelled, ctx: Context) -> None:
    """Close the booking's room, if there is one: it can be read, but not written in."""
    await ctx.commit(booking_rooms.sync_booking_room, booking_ref(event.booking_id), now=ctx.now)
