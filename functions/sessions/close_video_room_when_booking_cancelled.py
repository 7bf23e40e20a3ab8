"""Event: close the video room of a cancelled booking."""

from shared.contracts.events.bookings import BookingCancelled
from shared.kernel.ids import SessionId
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows import video_meetings


@on(BookingCancelled, was_confirmed=True)
async def close_video_room_when_booking_cancelled(event: BookingCancelled, ctx: Context) -> None:
    """Schedule the end of a cancelled booking's video room, if there is one, for now."""
    await ctx.commit(video_meetings.schedule_video_room_end, SessionId(event.booking_id), at=event.cancelled_at)
