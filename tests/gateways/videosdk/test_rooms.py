"""Rooms of VideoSDK, against the local VideoSDK."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.contracts.video import VideoPresence, VideoRefused
from shared.gateways.videosdk.rooms import VideoSdkRooms
from shared.kernel.errors import Unavailable
from tests.world import World

pytestmark = pytest.mark.emulator

NAME = "BE-20261126-ACD346"
HOUR = timedelta(hours=1)
NOON = datetime(2026, 11, 26, 5, tzinfo=UTC)


def a_gateway(world: World, *, read_seconds: float = 30, secret: str | None = None) -> VideoSdkRooms:
    """Build the gateway for this test's own account."""
    settings = world.runtime.settings
    return VideoSdkRooms(
        base_url=settings.videosdk_base_url,
        api_key=settings.videosdk_api_key.get_secret_value(),
        secret=secret or settings.videosdk_secret.get_secret_value(),
        callback_base_url=settings.public_base_url,
        read_seconds=read_seconds,
    )


@pytest.fixture
def rooms(world: World) -> VideoSdkRooms:
    """Provide the gateway, with patience enough for a slow machine."""
    return a_gateway(world)


async def join(world: World, rooms: VideoSdkRooms, room_id: str, participant: str, minutes: float) -> Any:
    """Let a participant join some minutes after noon."""
    at = NOON + timedelta(minutes=minutes)
    token = rooms.issue_token(room_id=room_id, participant_id=participant, issued_at=at, expires_at=at + HOUR)
    return await world.control_videosdk("join", token=token, at=at.isoformat())


async def test_room_is_created_once(world: World, rooms: VideoSdkRooms) -> None:
    """A second call returns the same room. The room reports to our webhook, and its name is found."""
    room = await rooms.create_room(NAME, longest_session=HOUR)
    again = await rooms.create_room(NAME, longest_session=2 * HOUR)

    assert room == again == await rooms.find_room(NAME) == await rooms.find_room(room.id)
    assert (room.name, room.is_open) == (NAME, True)
    (call, *_) = await world.list_video_calls()
    assert call["body"] == {
        "customRoomId": NAME,
        "webhook": {
            "endPoint": "http://functions.test/receive-videosdk-event",
            "events": [
                "session-started",
                "session-ended",
                "participant-joined",
                "participant-left",
                "recording-started",
                "recording-stopped",
            ],
        },
        "autoCloseConfig": {"type": "session-ends", "duration": 3_600},
    }


async def test_closed_room_stays_closed(rooms: VideoSdkRooms) -> None:
    """Closing works twice, creation does not open the room again, and unknown rooms are closed already."""
    room = await rooms.create_room(NAME, longest_session=HOUR)

    await rooms.close_room(room.id)
    await rooms.close_room(room.id)
    await rooms.close_room("aaaa-bbbb-cccc")

    again = await rooms.create_room(NAME, longest_session=HOUR)
    assert (again.id, again.is_open) == (room.id, False)
    assert await rooms.find_room("aaaa-bbbb-cccc") is None


async def test_attendance_of_all_sessions_is_listed(world: World, rooms: VideoSdkRooms) -> None:
    """A room has a second session after the first has ended; other rooms' sessions are not in the list."""
    room = await rooms.create_room(NAME, longest_session=HOUR)
    other = await rooms.create_room("BE-20261126-ACD347", longest_session=HOUR)
    await join(world, rooms, room.id, "expert-1", 0)
    await join(world, rooms, other.id, "expert-9", 0)
    await join(world, rooms, room.id, "customer-1", 2)
    left_at = NOON + timedelta(minutes=5)
    await world.control_videosdk("leave", room_id=room.id, participant_id="customer-1", at=left_at.isoformat())
    end = NOON + timedelta(minutes=6)
    await world.control_videosdk("end_session", room_id=room.id, at=end.isoformat())
    await join(world, rooms, room.id, "customer-2", 8)

    first, second = await rooms.list_sessions(room.id)

    assert (first.started_at, first.ended_at, second.ended_at) == (NOON, end, None)
    assert first.presences == (
        VideoPresence(participant_id="expert-1", joined_at=NOON, left_at=end),
        VideoPresence(participant_id="customer-1", joined_at=NOON + timedelta(minutes=2), left_at=left_at),
    )
    assert [one.left_at for one in second.presences] == [None]
    assert await rooms.list_sessions("aaaa-bbbb-cccc") == []


async def test_every_page_is_read(world: World, rooms: VideoSdkRooms) -> None:
    """A participant who reconnects again and again is in the list each time."""
    room = await rooms.create_room(NAME, longest_session=HOUR)
    for number in range(55):
        await join(world, rooms, room.id, f"customer-{number}", number)

    (session,) = await rooms.list_sessions(room.id)

    assert len(session.presences) == 55


@pytest.mark.parametrize(
    ("fault", "detail"),
    [
        ({"kind": "unavailable"}, "video_busy"),
        ({"kind": "bad_gateway"}, "video_busy"),
        ({"kind": "rate_limited", "seconds": 7}, "video_busy"),
        ({"kind": "garbage"}, "video_malformed"),
        ({"kind": "partial", "fields": ["roomId"]}, "video_malformed"),
        ({"kind": "reset"}, "video_silent"),
        ({"kind": "hang", "seconds": 30}, "video_silent"),
        ({"kind": "error", "status": 401, "message": "expired"}, "video_credentials"),
    ],
    ids=str,
)
async def test_failures_pass(world: World, fault: dict[str, Any], detail: str) -> None:
    """Each is an error that a retry mends, and the retry creates the room or finds the room that was created."""
    patient = a_gateway(world)
    await world.control_videosdk("faults", operation="createRoom", **fault)

    with pytest.raises(Unavailable) as raised:
        await a_gateway(world, read_seconds=0.5).create_room(NAME, longest_session=HOUR)

    await world.end_faults("videosdk")
    assert raised.value.detail == detail
    assert raised.value.retry_after == (7 if fault["kind"] == "rate_limited" else raised.value.retry_after)
    assert (await patient.create_room(NAME, longest_session=HOUR)).name == NAME


async def test_refusal_is_final(world: World, rooms: VideoSdkRooms) -> None:
    """VideoSDK has understood the request and refuses."""
    await world.control_videosdk("faults", kind="error", operation="createRoom", status=400, message="no")

    with pytest.raises(VideoRefused) as raised:
        await rooms.create_room(NAME, longest_session=HOUR)

    assert raised.value.fields == {"status_of_provider": 400}


async def test_wrong_secret_is_not_told_to_people(world: World) -> None:
    """A rotated secret is mended by an engineer."""
    with pytest.raises(Unavailable, match="video_credentials"):
        await a_gateway(world, secret="another-secret-of-thirty-two-bytes!").create_room(NAME, longest_session=HOUR)
