"""Callbacks of VideoSDK: who has signed them, and what they say."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from emulators.providers.video.webhooks import SIGNATURE_HEADER, WebhookSigner
from shared.contracts.video import VideoEvent, VideoEventKind
from shared.gateways.videosdk.callbacks import KEY_PATH, VideoSdkCallbacks
from shared.kernel.errors import Unauthenticated, Unavailable
from shared.kernel.ids import Id
from tests.emulators.providers.servers import serve_app
from tests.gateways.videosdk.vendor_library import VendorError, ask_vendor_library

SIGNER, NEXT_SIGNER, STRANGER = WebhookSigner(), WebhookSigner(), WebhookSigner()
DATA = {"meetingId": "abcd-efgh-ijkl", "sessionId": "613731342f27f56e4fc4b6d0"}
PARTICIPANT = DATA | {"participantId": "customer-1", "participantName": "Sari"}


def an_event(name: str = "participant-joined", **changes: Any) -> dict[str, Any]:
    """Build an event as VideoSDK documents events."""
    data = PARTICIPANT if name.startswith("participant") else DATA
    return {"webhookType": name, "data": data | changes}


RAW = json.dumps(an_event()).encode()


def headers_of(signer: WebhookSigner, raw: bytes = RAW) -> dict[str, str]:
    """Build the headers of a callback."""
    return {SIGNATURE_HEADER: signer.sign_body(raw)}


@dataclass
class KeyServer:
    """Server of the public key."""

    address: str = ""
    signer: WebhookSigner = SIGNER
    fetches: int = 0
    answers: list[Response] = field(default_factory=list)


@pytest.fixture
def keys() -> Iterator[KeyServer]:
    """Serve a public key, and count the calls."""
    server = KeyServer()

    async def fetch(_: Request) -> Response:
        server.fetches += 1
        return server.answers.pop() if server.answers else JSONResponse({"publicKey": server.signer.public_key})

    with serve_app(Starlette(routes=[Route(KEY_PATH, fetch)])) as address:
        server.address = address
        yield server


@dataclass
class Clock:
    """Clock that a test moves."""

    seconds: float = 1_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    """Provide the gateway's clock."""
    return Clock()


@pytest.fixture
def callbacks(keys: KeyServer, clock: Clock) -> VideoSdkCallbacks:
    """Provide the gateway."""
    return VideoSdkCallbacks(base_url=keys.address, clock=clock)


def test_vendors_library_agrees() -> None:
    """VideoSDK's library verifies what we sign locally, so that our verification is tried on the real thing."""
    signature = headers_of(SIGNER)[SIGNATURE_HEADER]

    event = ask_vendor_library("verifySync", raw=RAW.decode(), signature=signature, key=SIGNER.public_key)

    assert (event["type"], event["data"]) == ("participant-joined", PARTICIPANT)
    with pytest.raises(VendorError, match="signature is invalid"):
        ask_vendor_library("verifySync", raw=RAW.decode(), signature=signature, key=STRANGER.public_key)


async def test_signed_callbacks_pass(callbacks: VideoSdkCallbacks, keys: KeyServer) -> None:
    """The public key is fetched once, however many callbacks come at the same time."""
    await asyncio.gather(*(callbacks.verify_callback(headers_of(SIGNER), RAW) for _ in range(5)))
    await callbacks.verify_callback(headers_of(SIGNER), RAW)

    assert keys.fetches == 1


@pytest.mark.parametrize(
    ("headers", "raw"),
    [
        ({}, RAW),
        ({SIGNATURE_HEADER: ""}, RAW),
        ({SIGNATURE_HEADER: "not base64"}, RAW),
        ({SIGNATURE_HEADER: "c2hvcnQ="}, RAW),
        (headers_of(STRANGER), RAW),
        (headers_of(SIGNER), RAW.replace(b"customer-1", b"expert-1")),
        (headers_of(SIGNER), RAW + b" "),
    ],
    ids=["none", "empty", "not base64", "short", "stranger", "changed", "longer"],
)
async def test_other_callbacks_are_refused(callbacks: VideoSdkCallbacks, headers: dict[str, str], raw: bytes) -> None:
    """A missing or wrong signature, and a body that was changed on the way."""
    await callbacks.verify_callback(headers_of(SIGNER), RAW)

    with pytest.raises(Unauthenticated):
        await callbacks.verify_callback(headers, raw)


async def test_new_key_is_fetched(callbacks: VideoSdkCallbacks, keys: KeyServer, clock: Clock) -> None:
    """VideoSDK signs with a new key: the first such callback fetches the key, and the old key is no good any more."""
    await callbacks.verify_callback(headers_of(SIGNER), RAW)
    keys.signer = NEXT_SIGNER
    clock.seconds += 60

    await callbacks.verify_callback(headers_of(NEXT_SIGNER), RAW)

    assert keys.fetches == 2
    with pytest.raises(Unauthenticated):
        await callbacks.verify_callback(headers_of(SIGNER), RAW)


async def test_wrong_signatures_fetch_the_key_once_a_minute(
    callbacks: VideoSdkCallbacks, keys: KeyServer, clock: Clock
) -> None:
    """Strangers cannot make us call VideoSDK as often as they call us."""
    for _ in range(10):
        with pytest.raises(Unauthenticated):
            await callbacks.verify_callback(headers_of(STRANGER), RAW)
    fetches = keys.fetches
    clock.seconds += 60
    for _ in range(10):
        with pytest.raises(Unauthenticated):
            await callbacks.verify_callback(headers_of(STRANGER), RAW)

    assert (fetches, keys.fetches) == (1, 2)


@pytest.mark.parametrize(
    "answer",
    [
        Response(status_code=503),
        Response(status_code=404),
        JSONResponse({}),
        JSONResponse({"publicKey": "-----BEGIN"}),
        Response("<html>"),
    ],
    ids=["busy", "missing", "empty", "malformed", "html"],
)
async def test_without_a_key_nothing_is_decided(
    callbacks: VideoSdkCallbacks, keys: KeyServer, clock: Clock, answer: Response
) -> None:
    """The sender is asked to come again; seconds later the key is fetched anew."""
    keys.answers = [answer]

    for _ in range(3):
        with pytest.raises(Unavailable):
            await callbacks.verify_callback(headers_of(SIGNER), RAW)
    assert keys.fetches == 1

    clock.seconds += 5
    await callbacks.verify_callback(headers_of(SIGNER), RAW)


def translate(event: Any) -> VideoEvent | None:
    """Translate a body."""
    translated: VideoEvent | None = VideoSdkCallbacks(base_url="http://x").translate_callback(event, VideoEvent)
    return translated


@pytest.mark.parametrize(
    ("event", "kind", "participant", "at"),
    [
        (an_event("participant-joined"), VideoEventKind.JOINED, "customer-1", None),
        (an_event("participant-left"), VideoEventKind.LEFT, "customer-1", None),
        (
            an_event("session-started", start="2022-07-05T22:55:35.047+07:00"),
            VideoEventKind.SESSION_STARTED,
            None,
            datetime(2022, 7, 5, 15, 55, 35, 47_000, UTC),
        ),
        (
            an_event("session-ended", start="2022-07-05T15:55:35.047Z", end="2022-07-05T16:55:35Z"),
            VideoEventKind.SESSION_ENDED,
            None,
            datetime(2022, 7, 5, 16, 55, 35, tzinfo=UTC),
        ),
        # So it stands in VideoSDK's documentation.
        (an_event("session-ended", end="2022-07-05T15:60:35.047+00:00"), VideoEventKind.SESSION_ENDED, None, None),
        (an_event("session-ended", end="2022-07-05T15:00:35"), VideoEventKind.SESSION_ENDED, None, None),
        (an_event("recording-started"), VideoEventKind.RECORDING_STARTED, None, None),
        (an_event("recording-stopped", fileUrl="https://x"), VideoEventKind.RECORDING_STOPPED, None, None),
    ],
)
def test_events_are_translated(
    event: dict[str, Any], kind: VideoEventKind, participant: str | None, at: datetime | None
) -> None:
    """Each documented event; a time that cannot be read is no time."""
    assert translate(event) == VideoEvent(
        kind=kind,
        room_id=Id("abcd-efgh-ijkl"),
        session_id=Id("613731342f27f56e4fc4b6d0"),
        participant_id=participant,
        at=at,
    )


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"webhookType": "livestream-started", "data": DATA},
        {"webhookType": ["participant-joined"], "data": PARTICIPANT},
        {"webhookType": "participant-joined", "data": [PARTICIPANT]},
        an_event(meetingId="../../users/ana"),
        an_event(meetingId=None),
        an_event(sessionId=7),
        an_event(participantId=None),
        an_event(participantId=""),
        an_event(participantId="x" * 129),
    ],
)
def test_other_events_are_ignored(event: dict[str, Any]) -> None:
    """Kinds that are new to us, and events that cannot be read."""
    assert translate(event) is None
