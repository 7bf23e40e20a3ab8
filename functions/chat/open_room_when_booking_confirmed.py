"""The two will meet: they may talk."""

from shared.bookings.store import booking_ref
from shared.chat import booking_rooms
from shared.contracts.events.bookings import BookingConfirmed
from shared.runtime.context import Context
from shared.runtime.triggers import on


@on(BookingConfirmed)
async def open_room_when_booking_confirmed(event: BookingConfirmed, ctx: Context) -> None:
    """Open the booking's room for its customer and its expert, as the booking stands now."""
    await ctx.commit(booking_rooms.sync_booking_room, booking_ref(event.booking_id), now=ctx.now)
