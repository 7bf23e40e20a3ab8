"""Event: settle a booked session that has ended."""

from shared.contracts.events.sessions import SessionEnded
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows import booked_sessions


@on(SessionEnded, kind="booking")
async def settle_session_when_session_ended(event: SessionEnded, ctx: Context) -> None:
    """Set when the room of an ended booked session closes, and have it decided some minutes later who came."""
    await ctx.commit(booked_sessions.end_booking_session, event, now=ctx.now)
