"""Closing of a booking's room after a cancellation."""

from shared.contracts.events.bookings import BookingCancelled
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows import booked_sessions


@on(BookingCancelled, was_confirmed=True)
async def close_room_when_booking_cancelled(event: BookingCancelled, ctx: Context) -> None:
    """End the booking's session and close its room. Members can still read the room, but not write."""
    await ctx.commit(booked_sessions.sync_session_and_room, event.booking_id, now=ctx.now)
