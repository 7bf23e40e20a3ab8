"""HTTP: create access to a video room."""

from shared.bookings.errors import BookingNotOpen
from shared.chat.errors import Blocked
from shared.contracts.video import VideoRefused, VideoRooms
from shared.kernel.ids import SessionId
from shared.kernel.schemas import Request
from shared.limits.errors import LimitReached
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions.errors import SessionNotFound, SessionNotOpen, SessionOver
from shared.sessions.video_errors import NotVideoMeeting
from shared.sessions.video_schemas import VideoAccessView
from shared.workflows import video_meetings


class CreateVideoAccess(Request):
    """Body of `create_video_access`."""

    session_id: SessionId
    """Id of the booking, whose `meeting.kind` is `room`; its session has the same id."""


@http.post(
    who=("customer", "expert"),
    raises=(
        SessionNotFound,
        NotVideoMeeting,
        BookingNotOpen,
        SessionNotOpen,
        SessionOver,
        Blocked,
        LimitReached,
        VideoRefused,
    ),
)
async def create_video_access(body: CreateVideoAccess, ctx: Context, video: VideoRooms) -> VideoAccessView:
    """Create the caller's access to the video room of a booking, from ten minutes before the start until the end.

    Give `room_id` and `token` to VideoSDK's library. Call again before each new attempt to join, such as after a lost
    connection or on another device: each access is a participant of its own. A call proves an attempt to join, and only
    the video room proves the presence.

    Raises:
        SessionNotFound: The caller has no booking of this id.
        NotVideoMeeting: The meeting is no video meeting, or takes place at the link that `get_booking` shows.
        BookingNotOpen: The booking is not confirmed, or was cancelled.
        SessionNotOpen: The meeting begins later; `opens_at` says from when on the room is open.
        SessionOver: The meeting is over.
        Blocked: One of the two has blocked the other.
        LimitReached: The caller has asked too often.
        VideoRefused: The video provider does not create the room.
    """
    return await video_meetings.create_video_access(ctx, video, body.session_id)
