"""Accounts of the simulated VideoSDK: rooms, their sessions, and who is in them."""

import secrets
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import jwt

from emulators.moved_clock import MovedClock
from emulators.providers.deliveries import format_timestamp
from emulators.providers.faults import FaultQueue
from emulators.providers.settings import ProviderSettings
from emulators.providers.video.webhooks import VideoDispatcher, VideoLevers, VideoWebhook, WebhookSigners

SECRET_PREFIX = "local-secret-of-the-video-api-key-"
"""Beginning of the secret of an API key, which is followed by the key."""
_LETTERS = string.ascii_lowercase + string.digits


class VideoProblem(Exception):
    """An action that VideoSDK does not allow; the text says why."""


@dataclass
class TimelogEntry:
    """Interval of one connection."""

    start: datetime
    end: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the interval as JSON."""
        return {"start": format_timestamp(self.start), "end": self.end and format_timestamp(self.end)}


@dataclass
class SessionRecord:
    """Session of a room.

    Attributes:
        timelogs: Intervals of each participant, by the participant's id.
    """

    room: "RoomRecord"
    start: datetime
    end: datetime | None = None
    id: str = field(default_factory=lambda: secrets.token_hex(12))
    timelogs: dict[str, list[TimelogEntry]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def find_open_entry(self, participant_id: str) -> TimelogEntry | None:
        """Find the interval in which a participant is connected now."""
        entries = self.timelogs.get(participant_id, [])
        return entries[-1] if entries and entries[-1].end is None else None

    def as_json(self, base: str, *, page: slice = slice(None)) -> dict[str, Any]:
        """Return the session as JSON, with one page of its participants."""
        participants = [
            {
                "participantId": one,
                "name": self.names.get(one, ""),
                "timelog": [entry.as_json() for entry in self.timelogs[one]],
            }
            for one in list(self.timelogs)[page]
        ]
        return {
            "id": self.id,
            "roomId": self.room.id,
            "customRoomId": self.room.custom_id,
            "start": format_timestamp(self.start),
            "end": self.end and format_timestamp(self.end),
            "status": "ongoing" if self.end is None else "ended",
            "participants": participants,
            "links": {"get_room": f"{base}/v2/rooms/{self.room.id}", "get_session": f"{base}/v2/sessions/{self.id}"},
        }


@dataclass
class RoomRecord:
    """Room, with the settings of the call that created the room."""

    created: dict[str, Any]
    at: datetime
    disabled: bool = False
    changed_at: datetime | None = None
    id: str = field(default_factory=lambda: "-".join(_draw_letters(4) for _ in range(3)))
    document_id: str = field(default_factory=lambda: secrets.token_hex(12))
    sessions: list[SessionRecord] = field(default_factory=list)

    @property
    def custom_id(self) -> str | None:
        """Name that our functions gave the room."""
        custom: str | None = self.created.get("customRoomId")
        return custom

    def find_ongoing_session(self) -> SessionRecord | None:
        """Find the session that lasts now."""
        return next((session for session in self.sessions if session.end is None), None)

    def as_json(self, base: str) -> dict[str, Any]:
        """Return the room as JSON."""
        return {
            "id": self.document_id,
            "roomId": self.id,
            "customRoomId": self.custom_id,
            "disabled": self.disabled,
            "webhook": self.created.get("webhook"),
            "autoCloseConfig": self.created.get("autoCloseConfig", {}),
            "createdAt": format_timestamp(self.at),
            "updatedAt": format_timestamp(self.changed_at or self.at),
            "links": {"get_room": f"{base}/v2/rooms/{self.id}", "get_session": f"{base}/v2/sessions/"},
        }


@dataclass
class VideoAccount:
    """State of one API key.

    Attributes:
        api_key: Key that tokens name.
        secret: Secret that signs the tokens of this key.
        webhooks: Sender of the account's webhooks.
        now: Clock of the rooms, UTC.
        faults: Faults of coming calls.
        calls: Operations that were called, in order, with their status.
    """

    api_key: str
    secret: str
    webhooks: VideoDispatcher
    now: Callable[[], datetime]
    faults: FaultQueue = field(default_factory=FaultQueue)
    calls: list[dict[str, Any]] = field(default_factory=list)
    rooms: dict[str, RoomRecord] = field(default_factory=dict)

    def create_room(self, body: dict[str, Any]) -> RoomRecord:
        """Create a room, or return the room that has the same `customRoomId` already, as it is."""
        custom = body.get("customRoomId")
        found = self.find_room(custom) if custom else None
        if found is None:
            found = RoomRecord(body, self.now())
            self.rooms[found.id] = found
        return found

    def find_room(self, name: str) -> RoomRecord | None:
        """Find a room by its id or its `customRoomId`."""
        return next((room for room in self.rooms.values() if name in (room.id, room.custom_id)), None)

    def deactivate_room(self, room: RoomRecord) -> None:
        """Deactivate a room for good, and end its session."""
        now = self.now()
        room.disabled, room.changed_at = True, now
        session = room.find_ongoing_session()
        if session is not None:
            self.end_session(room.id, now, VideoLevers())

    def list_sessions(self) -> Iterator[SessionRecord]:
        """List the sessions of all rooms, the latest first."""
        everything = [session for room in self.rooms.values() for session in room.sessions]
        return iter(sorted(everything, key=lambda session: session.start, reverse=True))

    def join_room(self, token: str, room_name: str | None, name: str, at: datetime, levers: VideoLevers) -> Any:
        """Let a participant join with an access token, and report the join.

        Raises:
            VideoProblem: The token or the room does not allow that.
        """
        claims = self.verify_access(token, at)
        room = self.find_room(room_name or claims.get("roomId") or "")
        if room is None:
            raise VideoProblem("the account has no such room")
        if claims.get("roomId") not in (None, room.id):
            raise VideoProblem("the token is for another room")
        if room.disabled:
            raise VideoProblem("the room is deactivated")
        participant_id: str = claims.get("participantId") or _draw_letters(8)
        session, events = room.find_ongoing_session(), []
        if session is None:
            session = SessionRecord(room, at)
            room.sessions.append(session)
            events.append(_build_event("session-started", session, start=format_timestamp(at)))
        replaced = session.find_open_entry(participant_id)
        if replaced is not None:
            replaced.end = at
        session.timelogs.setdefault(participant_id, []).append(TimelogEntry(at))
        session.names[participant_id] = name
        events.append(_build_participant_event("participant-joined", session, participant_id))
        if replaced is not None:
            # The earlier device is thrown out, and its end is told after the beginning of the new connection.
            events.append(_build_participant_event("participant-left", session, participant_id))
        return session, participant_id, self._send(room, events, levers)

    def leave_room(self, room_name: str, participant_id: str, at: datetime, levers: VideoLevers) -> list[VideoWebhook]:
        """Let a participant leave, and report that.

        Raises:
            VideoProblem: The participant is not in the room.
        """
        session, entry = self._find_presence(room_name, participant_id)
        entry.end = at
        event = _build_participant_event("participant-left", session, participant_id)
        return self._send(session.room, [event], levers)

    def drop_connection(self, room_name: str, participant_id: str, ends_at: datetime | None) -> None:
        """Cut a participant's connection, of which no webhook ever tells.

        Args:
            ends_at: End of the interval in the log; None if the interval stays open to the end of the session.

        Raises:
            VideoProblem: The participant is not in the room.
        """
        _, entry = self._find_presence(room_name, participant_id)
        entry.end = ends_at

    def end_session(self, room_name: str, at: datetime, levers: VideoLevers) -> list[VideoWebhook]:
        """End the session of a room, and report that.

        Raises:
            VideoProblem: The room has no session.
        """
        session = self._find_session(room_name)
        events = []
        for participant_id in session.timelogs:
            entry = session.find_open_entry(participant_id)
            if entry is not None:
                entry.end = at
                events.append(_build_participant_event("participant-left", session, participant_id))
        session.end = at
        times = {"start": format_timestamp(session.start), "end": format_timestamp(at)}
        return self._send(session.room, [*events, _build_event("session-ended", session, **times)], levers)

    def report_recording(self, room_name: str, state: str, levers: VideoLevers) -> list[VideoWebhook]:
        """Report that a recording has `started` or `stopped`.

        Raises:
            VideoProblem: The room has no session.
        """
        session = self._find_session(room_name)
        path = f"/encoded/videos/{session.id}.mp4"
        file = {"filePath": path, "fileUrl": f"https://cdn.videosdk.live{path}"} if state == "stopped" else {}
        return self._send(session.room, [_build_event(f"recording-{state}", session, **file)], levers)

    def _send(self, room: RoomRecord, events: list[dict[str, Any]], levers: VideoLevers) -> list[VideoWebhook]:
        return self.webhooks.send_events(room.id, room.created.get("webhook"), events, levers)

    def _find_session(self, room_name: str) -> SessionRecord:
        room = self.find_room(room_name)
        session = room.find_ongoing_session() if room else None
        if session is None:
            raise VideoProblem("the room has no session at this moment")
        return session

    def _find_presence(self, room_name: str, participant_id: str) -> tuple[SessionRecord, TimelogEntry]:
        session = self._find_session(room_name)
        entry = session.find_open_entry(participant_id)
        if entry is None:
            raise VideoProblem("the participant is not in the room")
        return session, entry

    def verify_access(self, token: str, at: datetime) -> dict[str, Any]:
        """Return the claims of a token that lets a participant join now.

        Raises:
            VideoProblem: The token is not the account's, has expired, or allows something else.
        """
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self.secret,
                algorithms=["HS256"],
                options={"require": ["exp", "iat"], "verify_exp": False, "verify_iat": False},
            )
        except jwt.PyJWTError as error:
            raise VideoProblem("the token is not signed with the account's secret") from error
        if claims["exp"] <= at.timestamp():
            raise VideoProblem("the token has expired")
        if "allow_join" not in claims.get("permissions", ()):
            raise VideoProblem("the token does not allow to join")
        if "rtc" not in claims.get("roles", ["rtc"]):
            raise VideoProblem("the token is for the REST API")
        return claims


class VideoAccounts:
    """Accounts by API key. An account is created at its first use, and its secret is `SECRET_PREFIX` and the key.

    Only the local cloud's own key sends webhooks by itself.
    """

    def __init__(self, settings: ProviderSettings, client: httpx.AsyncClient) -> None:
        self.settings = settings
        self.signers = WebhookSigners()
        self.key_fetches = 0
        self._client = client
        self._now = MovedClock(settings.clock_folder).now if settings.clock_folder else _tell_true_time
        self._accounts: dict[str, VideoAccount] = {}

    def get(self, api_key: str) -> VideoAccount:
        """Return the account of an API key."""
        if api_key not in self._accounts:
            local = api_key == self.settings.videosdk_api_key
            dispatcher = VideoDispatcher(
                self._client,
                signers=self.signers,
                sends=local and self.settings.function_url is not None,
                timeout_seconds=self.settings.delivery_timeout_seconds,
            )
            self._accounts[api_key] = VideoAccount(api_key, f"{SECRET_PREFIX}{api_key}", dispatcher, self._now)
        return self._accounts[api_key]

    def find_for_token(self, token: str) -> VideoAccount | None:
        """Return the account whose secret has signed a token for the REST API; None if nobody's has."""
        try:
            named = jwt.decode(token, options={"verify_signature": False}).get("apikey")
            if not isinstance(named, str) or not named:
                return None
            account = self.get(named)
            claims = jwt.decode(
                token,
                account.secret,
                algorithms=["HS256"],
                options={"require": ["exp", "iat"]},
                leeway=timedelta(seconds=5),
            )
        except jwt.PyJWTError:
            return None
        is_management = claims.get("version") == 2 and "crawler" in claims.get("roles", ["crawler"])
        return account if is_management else None

    def find_for_access(self, token: str) -> VideoAccount | None:
        """Return the account whose key a participant's token names; whether the key has signed it is checked later."""
        try:
            named = jwt.decode(token, options={"verify_signature": False}).get("apikey")
        except jwt.PyJWTError:
            return None
        return self.get(named) if isinstance(named, str) and named else None

    def close_all(self) -> None:
        """Cancel all webhooks on their way."""
        for account in self._accounts.values():
            account.webhooks.close()


def _tell_true_time() -> datetime:
    return datetime.now(UTC)


def _draw_letters(count: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(count))


def _build_event(name: str, session: SessionRecord, **told: str) -> dict[str, Any]:
    return {"webhookType": name, "data": {"meetingId": session.room.id, "sessionId": session.id, **told}}


def _build_participant_event(name: str, session: SessionRecord, participant_id: str) -> dict[str, Any]:
    # VideoSDK tells neither a time nor which connection of the participant it means.
    return _build_event(
        name, session, participantId=participant_id, participantName=session.names.get(participant_id, "")
    )
