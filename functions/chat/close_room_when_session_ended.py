"""Closing of a session's room at the end of the session."""

from shared.chat import session_rooms
from shared.contracts.events.sessions import SessionEnded
from shared.kernel.ids import RoomId
from shared.runtime.context import Context
from shared.runtime.triggers import on


@on(SessionEnded, kind="pairing")
async def close_room_when_session_ended(event: SessionEnded, ctx: Context) -> None:
    """Close the session's room. Members can still read the room."""
    await ctx.commit(session_rooms.close_room, RoomId(event.session_id), at=event.ended_at, now=ctx.now)
