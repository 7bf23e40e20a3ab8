"""Rooms of VideoSDK: creation, end, attendance, and access tokens."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from shared.contracts.video import VideoPresence, VideoRoom, VideoSession
from shared.gateways.videosdk import tokens
from shared.gateways.videosdk.callbacks import EVENT_NAMES
from shared.gateways.videosdk.http_client import READ_SECONDS, RoomUnknown, VideoHttpClient
from shared.gateways.videosdk.timestamps import parse_timestamp
from shared.kernel.errors import Unavailable
from shared.kernel.ids import Id

EVENT_FUNCTION = "receive-videosdk-event"
_MANAGEMENT_TOKEN_LIFETIME = timedelta(minutes=1)
_PAGE_SIZE = 50
# A meeting of two has a few sessions of a few connections.
_MAX_PAGES = 20


class VideoSdkRooms:
    """Rooms of one VideoSDK account.

    Args:
        base_url: Address of the REST API.
        api_key: Our API key.
        secret: Secret of the API key, which signs tokens.
        callback_base_url: Front door of the public functions.
        read_seconds: Seconds to wait for an answer.
        clock: Source of the present time in Unix seconds, for the tokens of our own calls.
    """

    def __init__(
        self,
        *,
        base_url: str,
        api_key: str,
        secret: str,
        callback_base_url: str,
        read_seconds: float = READ_SECONDS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._http = VideoHttpClient(base_url=base_url, read_seconds=read_seconds)
        self._api_key = api_key
        self._secret = secret
        self._callback_url = f"{callback_base_url.rstrip('/')}/{EVENT_FUNCTION}"
        self._clock = clock

    async def create_room(self, name: str, *, longest_session: timedelta) -> VideoRoom:
        """Create the room `name`, or return the room that has this name already.

        `duration` is in seconds by VideoSDK's library, and in minutes by other descriptions. In either unit the session
        lasts long enough; the room's own end is `close_room`.

        Raises:
            Unavailable: VideoSDK is busy or does not answer. The room may exist; a second call finds the room.
            VideoRefused: VideoSDK does not accept the request.
        """
        body = {
            "customRoomId": name,
            "webhook": {"endPoint": self._callback_url, "events": list(EVENT_NAMES)},
            "autoCloseConfig": {"type": "session-ends", "duration": int(longest_session.total_seconds())},
        }
        try:
            return _parse_room(await self._call("POST", "/v2/rooms", body=body))
        except RoomUnknown as error:
            raise Unavailable("video_malformed") from error

    async def find_room(self, room_id: str) -> VideoRoom | None:
        """Find a room by VideoSDK's id or by our name.

        Raises:
            Unavailable: VideoSDK is busy or does not answer.
            VideoRefused: VideoSDK does not accept the request.
        """
        try:
            return _parse_room(await self._call("GET", f"/v2/rooms/{quote(room_id, safe='')}"))
        except RoomUnknown:
            return None

    async def close_room(self, room_id: str) -> None:
        """Deactivate a room for good, by VideoSDK's id. A second call, and a call for an unknown room, succeed.

        Raises:
            Unavailable: VideoSDK is busy or does not answer.
            VideoRefused: VideoSDK does not accept the request.
        """
        try:
            await self._call("POST", "/v2/rooms/deactivate", body={"roomId": room_id})
        except RoomUnknown:
            return

    async def list_sessions(self, room_id: str) -> Sequence[VideoSession]:
        """List all sessions of a room with their presences, the earliest first.

        Raises:
            Unavailable: VideoSDK is busy or does not answer.
            VideoRefused: VideoSDK does not accept the request.
        """
        try:
            found = await self._list_pages("/v2/sessions", {"roomId": room_id}, _read_sessions)
        except RoomUnknown:
            return ()
        # VideoSDK filters by room; another room's attendance must never count all the same.
        own = [one for one in found if one.get("roomId") == room_id]
        sessions = [await self._load_session(one) for one in own]
        return sorted(sessions, key=lambda session: session.started_at or datetime.max.replace(tzinfo=UTC))

    def issue_token(self, *, room_id: str, participant_id: str, issued_at: datetime, expires_at: datetime) -> str:
        """Issue a token with which one participant may join one room, and do nothing else."""
        return tokens.sign_participant_token(
            api_key=self._api_key,
            secret=self._secret,
            room_id=room_id,
            participant_id=participant_id,
            issued_at=issued_at,
            expires_at=expires_at,
        )

    async def _load_session(self, told: Mapping[str, Any]) -> VideoSession:
        session_id = Id.try_parse(str(told.get("id", "")))
        if session_id is None:
            raise Unavailable("video_malformed")
        path = f"/v2/sessions/{session_id}/participants"
        participants = await self._list_pages(path, {}, _read_participants)
        return VideoSession(
            id=session_id,
            started_at=parse_timestamp(told.get("start")),
            ended_at=parse_timestamp(told.get("end")),
            presences=tuple(presence for one in participants for presence in _parse_presences(one)),
        )

    async def _list_pages(
        self, path: str, query: Mapping[str, str], read: Callable[[Mapping[str, Any]], list[Mapping[str, Any]]]
    ) -> list[Mapping[str, Any]]:
        items: list[Mapping[str, Any]] = []
        for page in range(1, _MAX_PAGES + 1):
            told = await self._call("GET", path, query={**query, "page": page, "perPage": _PAGE_SIZE})
            items += read(told)
            info = told.get("pageInfo")
            last = info.get("lastPage") if isinstance(info, dict) else None
            if not isinstance(last, int) or page >= last:
                break
        return items

    async def _call(self, method: str, path: str, **parts: Any) -> dict[str, Any]:
        now = datetime.fromtimestamp(self._clock(), UTC)
        token = tokens.sign_management_token(
            api_key=self._api_key,
            secret=self._secret,
            issued_at=now,
            expires_at=now + _MANAGEMENT_TOKEN_LIFETIME,
        )
        return await self._http.call_api(method, path, token=token, **parts)


def _parse_room(told: Mapping[str, Any]) -> VideoRoom:
    room_id = Id.try_parse(str(told.get("roomId", "")))
    if room_id is None:
        raise Unavailable("video_malformed")
    return VideoRoom(id=room_id, name=str(told.get("customRoomId") or ""), is_open=told.get("disabled") is not True)


def _read_sessions(told: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return _read_objects(told.get("data"))


def _read_participants(told: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Read the participants of an answer, whose `data` is the session or a list with the session alone."""
    data = told.get("data")
    session = data[0] if isinstance(data, list) and data else data
    return _read_objects(session.get("participants")) if isinstance(session, dict) else []


def _read_objects(values: Any) -> list[Mapping[str, Any]]:
    return [one for one in values if isinstance(one, dict)] if isinstance(values, list) else []


def _parse_presences(participant: Mapping[str, Any]) -> list[VideoPresence]:
    participant_id = participant.get("participantId")
    if not isinstance(participant_id, str):
        return []
    presences = []
    for entry in _read_objects(participant.get("timelog")):
        joined_at = parse_timestamp(entry.get("start"))
        if joined_at is not None:
            left_at = parse_timestamp(entry.get("end"))
            presences.append(VideoPresence(participant_id=participant_id, joined_at=joined_at, left_at=left_at))
    return presences


def import_sdk() -> None:
    """Import the vendor now."""
    import urllib3  # noqa: F401
