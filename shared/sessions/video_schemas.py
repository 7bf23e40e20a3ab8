"""Views of video meetings."""

from shared.kernel.schemas import Moment, View


class VideoAccessView(View):
    """Access of one participant to a video room, for VideoSDK's library in the app."""

    room_id: str
    """Id of the room at VideoSDK, which its library calls `meetingId`."""
    token: str
    """Access token for this room and participant. Ask for a new one for each attempt to join."""
    participant_id: str
    """Id of the participant in the room. It names the side, and nothing about the person."""
    expires_at: Moment
    """Instant in UTC until which the token lets the participant join: a few minutes after the end of the meeting."""
