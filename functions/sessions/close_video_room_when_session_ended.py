"""Event: close the video room of an ended session."""

from shared.contracts.events.sessions import SessionEnded
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows import video_meetings


@on(SessionEnded, kind="booking")
async def close_video_room_when_session_ended(event: SessionEnded, ctx: Context) -> None:
    """Schedule the end of a session's video room, if there is one: soon after the session, or at once."""
    await ctx.commit(video_meetings.schedule_video_room_end_after_session, event)
