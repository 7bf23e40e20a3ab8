"""Opening of a booking's room after the confirmation."""

from shared.contracts.events.bookings import BookingConfirmed
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows import booked_sessions


@on(BookingConfirmed)
async def open_room_when_booking_confirmed(event: BookingConfirmed, ctx: Context) -> None:
    """Open the session and the room of the booking, as the booking's current state allows."""
    await ctx.commit(booked_sessions.sync_session_and_room, event.booking_id, now=ctx.now)
