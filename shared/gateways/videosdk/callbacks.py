"""Callbacks of VideoSDK: who has joined or left, and when sessions and recordings began and ended."""

import asyncio
import base64
import binascii
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from shared.contracts.video import VideoEvent, VideoEventKind
from shared.gateways.videosdk.http_client import RoomUnknown, VideoHttpClient
from shared.gateways.videosdk.timestamps import parse_timestamp
from shared.kernel.errors import Unauthenticated, Unavailable
from shared.kernel.ids import Id

SIGNATURE_HEADER = "videosdk-signature"
KEY_PATH = "/v2/public/rsa-public-key"
REFETCH_SECONDS = 60.0
RETRY_SECONDS = 5.0
_KEY_READ_SECONDS = 4.0
_MAX_PARTICIPANT_ID = 128
# Fields of the documented payloads that tell when the event happened. Events of participants tell no time.
_TIME_FIELDS: Mapping[VideoEventKind, str] = MappingProxyType(
    {VideoEventKind.SESSION_STARTED: "start", VideoEventKind.SESSION_ENDED: "end"}
)
_KINDS: Mapping[str, VideoEventKind] = MappingProxyType(
    {
        "session-started": VideoEventKind.SESSION_STARTED,
        "session-ended": VideoEventKind.SESSION_ENDED,
        "participant-joined": VideoEventKind.JOINED,
        "participant-left": VideoEventKind.LEFT,
        "recording-started": VideoEventKind.RECORDING_STARTED,
        "recording-stopped": VideoEventKind.RECORDING_STOPPED,
    }
)
EVENT_NAMES = tuple(_KINDS)
"""Events that a room reports."""
_OF_PARTICIPANTS = (VideoEventKind.JOINED, VideoEventKind.LEFT)


class VideoSdkCallbacks:
    """Verifies and translates callbacks.

    VideoSDK's public key is fetched at the first callback and kept. When a signature fails, the key may have been
    replaced. Then the key is fetched again, at most once a minute.

    Args:
        base_url: Address of the REST API, which serves the public key.
        clock: Source of a steadily growing time in seconds.
    """

    def __init__(self, *, base_url: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._http = VideoHttpClient(base_url=base_url, read_seconds=_KEY_READ_SECONDS)
        self._clock = clock
        self._key: Any = None
        self._not_before = float("-inf")
        self._fetching = asyncio.Lock()

    async def verify_callback(self, headers: Mapping[str, str], raw: bytes) -> None:
        """Verify that VideoSDK signed this body.

        Raises:
            Unauthenticated: The signature is missing or wrong.
            Unavailable: The public key cannot be fetched.
        """
        signature = _decode_signature(headers.get(SIGNATURE_HEADER, ""))
        tried = self._key
        if tried is not None and _is_signed(tried, signature, raw):
            return
        key = await self._fetch_newer_key(tried)
        if key is tried or not _is_signed(key, signature, raw):
            raise Unauthenticated("callback_signature_not_valid")

    def translate_callback(self, body: Any, wanted: type[Any]) -> Any:
        """Translate a callback to an event; None for a kind that is new to us, or an event that cannot be read."""
        if wanted is not VideoEvent:
            raise TypeError(f"VideoSDK sends no {wanted.__name__}")
        name, data = body.get("webhookType"), body.get("data")
        kind = _KINDS.get(name) if isinstance(name, str) else None
        if kind is None or not isinstance(data, dict):
            return None
        room_id, session_id = _find_id(data, "meetingId") or _find_id(data, "roomId"), _find_id(data, "sessionId")
        participant_id = data.get("participantId") if kind in _OF_PARTICIPANTS else None
        if room_id is None or session_id is None:
            return None
        if kind in _OF_PARTICIPANTS and not _is_participant_id(participant_id):
            return None
        at = parse_timestamp(data.get(_TIME_FIELDS[kind])) if kind in _TIME_FIELDS else None
        return VideoEvent(kind=kind, room_id=room_id, session_id=session_id, participant_id=participant_id, at=at)

    async def _fetch_newer_key(self, tried: Any) -> Any:
        """Fetch the public key, unless another call has replaced `tried` or the last fetch is too recent."""
        async with self._fetching:
            if self._key is not tried:
                return self._key
            if self._clock() < self._not_before:
                if self._key is None:
                    raise Unavailable("video_silent")
                return self._key
            # A failed attempt is repeated earlier: without a key, no callback is accepted.
            self._not_before = self._clock() + RETRY_SECONDS
            try:
                told = await self._http.call_api("GET", KEY_PATH)
            except RoomUnknown as error:
                raise Unavailable("video_malformed") from error
            key = _load_key(told.get("publicKey"))
            self._not_before = self._clock() + REFETCH_SECONDS
            if self._key is None or key.public_numbers() != self._key.public_numbers():
                self._key = key
            return self._key


def _load_key(pem: Any) -> Any:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(str(pem).strip().encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise Unavailable("video_malformed") from error
    if not isinstance(key, rsa.RSAPublicKey):
        raise Unavailable("video_malformed")
    return key


def _decode_signature(text: str) -> bytes:
    try:
        signature = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        signature = b""
    if not signature:
        raise Unauthenticated("callback_signature_not_valid")
    return signature


def _is_signed(key: Any, signature: bytes, raw: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding

    try:
        key.verify(signature, raw, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def _find_id(data: Mapping[str, Any], name: str) -> Id | None:
    value = data.get(name)
    return Id.try_parse(value) if isinstance(value, str) else None


def _is_participant_id(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _MAX_PARTICIPANT_ID


def import_sdk() -> None:
    """Import the vendor now."""
    import urllib3  # noqa: F401
