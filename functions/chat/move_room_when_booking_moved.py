"""New closing time of a booking's room after a move."""

from shared.contracts.events.bookings import BookingMoved
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows import booked_sessions


@on(BookingMoved)
async def move_room_when_booking_moved(event: BookingMoved, ctx: Context) -> None:
    """Move session and room of the booking to the new time. A closed room opens again."""
    await ctx.commit(booked_sessions.sync_session_and_room, event.booking_id, now=ctx.now)
