"""Video meetings at a provider: rooms, access tokens, attendance, and what the provider reports."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from shared.kernel.errors import Refused
from shared.kernel.ids import Id
from shared.kernel.ports import WebhookSender
from shared.kernel.schemas import Model, Moment


class VideoRoom(Model):
    """Room at the provider.

    Attributes:
        id: Provider's id of the room.
        name: Our name of the room, which is the booking's id.
        is_open: False once the room is closed for good.
    """

    id: Id
    name: str
    is_open: bool


class VideoPresence(Model):
    """Interval in which one participant was connected, as the provider has logged the interval.

    Attributes:
        participant_id: Id of the participant, from the access token.
        joined_at: Time of the connection, UTC.
        left_at: End of the connection, UTC; None while the provider knows no end.
    """

    participant_id: str
    joined_at: Moment
    left_at: Moment | None


class VideoSession(Model):
    """Use of a room from the first participant to the last. A room has a new session after each end.

    Attributes:
        id: Provider's id of the session.
        started_at: Start of the session, UTC; None if the provider does not say.
        ended_at: End of the session, UTC; None while the session lasts.
        presences: Intervals of all participants.
    """

    id: Id
    started_at: Moment | None
    ended_at: Moment | None
    presences: tuple[VideoPresence, ...]


class VideoEventKind(StrEnum):
    """Kind of an event in a room."""

    SESSION_STARTED = "session_started"
    SESSION_ENDED = "session_ended"
    JOINED = "joined"
    LEFT = "left"
    RECORDING_STARTED = "recording_started"
    RECORDING_STOPPED = "recording_stopped"


class VideoEvent(Model):
    """Event that the provider reports.

    Attributes:
        kind: Kind of the event.
        room_id: Provider's id of the room.
        session_id: Provider's id of the session.
        participant_id: Id of the participant, from the access token; None for an event of the whole session.
        at: Time of the event, UTC; None if the provider does not say, as for participants.
    """

    kind: VideoEventKind
    room_id: Id
    session_id: Id
    participant_id: str | None
    at: Moment | None


class VideoRefused(Refused):
    """The provider of video meetings understood the request and refused it."""

    code = "video_refused"


class VideoRooms(Protocol):
    """Provider of video meetings.

    Raises:
        Unavailable: The provider is busy or does not answer.
        VideoRefused: The provider does not accept the request.
    """

    async def create_room(self, name: str, *, longest_session: timedelta) -> VideoRoom:
        """Create the room `name`, or return the room that has this name already.

        Args:
            name: Our name of the room. A second call with the same name creates nothing.
            longest_session: Time after which the provider ends a session by itself.
        """
        ...

    async def find_room(self, room_id: str) -> VideoRoom | None:
        """Find a room by the provider's id or by our name."""
        ...

    async def close_room(self, room_id: str) -> None:
        """Close a room for good: nobody joins any more. Closing a closed or unknown room succeeds."""
        ...

    async def list_sessions(self, room_id: str) -> Sequence[VideoSession]:
        """List all sessions of a room with their presences, the earliest first."""
        ...

    def issue_token(self, *, room_id: str, participant_id: str, issued_at: datetime, expires_at: datetime) -> str:
        """Issue a token with which one participant may join one room, and do nothing else."""
        ...


class VideoCallbacks(WebhookSender, Protocol):
    """Callbacks of the provider of video meetings: `VideoEvent`."""
