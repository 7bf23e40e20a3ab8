"""Evidence from video rooms: what VideoSDK reports is stored once, and nothing is overwritten."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from emulators.providers.video.webhooks import SIGNATURE_HEADER
from functions.sessions.receive_videosdk_event import receive_videosdk_event
from tests.sessions.video_steps import (
    act_in_room,
    get_access,
    join_both,
    join_room,
    list_evidence,
    list_seen,
    open_video_booking,
    pass_on,
)
from tests.world import ANA, EXPERT, World

pytestmark = pytest.mark.emulator


async def test_meeting_is_recorded(world: World) -> None:
    """Who joined and left, by side and connection, with the times of session and recording."""
    booking_id = await open_video_booking(world)
    joined, _ = await join_both(world, booking_id)
    room = {"room_id": booking_id}
    world.later(minutes=1)
    await pass_on(world, await act_in_room(world, "recording", state="started", **room))
    world.later(minutes=20)
    await pass_on(world, await act_in_room(world, "recording", state="stopped", **room))
    world.later(minutes=1)
    await pass_on(world, await act_in_room(world, "leave", participant_id=joined["participant_id"], **room))
    world.later(minutes=1)
    await pass_on(world, await act_in_room(world, "end_session", **room))

    assert sorted(await list_seen(world, booking_id)) == sorted(
        [
            ("session_started", "unknown"),
            ("joined", "customer"),
            ("joined", "expert"),
            ("recording_started", "unknown"),
            ("recording_stopped", "unknown"),
            ("left", "customer"),
            ("left", "expert"),
            ("session_ended", "unknown"),
        ]
    )
    found = await list_evidence(world, booking_id)
    (left,) = [one for one in found if (one.kind, one.side) == ("left", "customer")]
    assert (left.source, left.connection, left.time_from) == ("video", joined["participant_id"], "arrival")
    assert (left.at, left.received_at, left.provider_session) == (
        world.now - timedelta(minutes=1),
        world.now - timedelta(minutes=1),
        joined["session_id"],
    )


async def test_own_time_of_an_event_counts(world: World) -> None:
    """The end of a session is told half an hour late, and is stored with the time at which it happened."""
    booking_id = await open_video_booking(world)
    await pass_on(world, await join_room(world, booking_id))
    world.later(minutes=50)
    told = await act_in_room(world, "end_session", room_id=booking_id)
    ended_at = world.now
    world.later(minutes=30)

    await pass_on(world, told)

    (ended,) = [one for one in await list_evidence(world, booking_id) if one.kind == "session_ended"]
    assert (ended.at, ended.received_at, ended.time_from) == (ended_at, world.now, "event")


async def test_event_told_twice_is_stored_once(world: World) -> None:
    """One after the other and at the same moment; also when the copy comes a minute later."""
    booking_id = await open_video_booking(world)
    told = await join_room(world, booking_id, levers={"duplicates": 2})

    answers = await asyncio.gather(*(pass_on(world, {"webhooks": [one]}) for one in told["webhooks"]))
    world.later(minutes=1)
    await pass_on(world, told)

    assert {answer.status for (answer,) in answers} == {200}
    assert sorted(await list_seen(world, booking_id)) == [("joined", "customer"), ("session_started", "unknown")]


async def test_reconnection_is_a_connection_of_its_own(world: World) -> None:
    """The end of the old connection is told after the new one has begun, and ends the old one alone."""
    booking_id = await open_video_booking(world)
    first = await join_room(world, booking_id)
    await pass_on(world, first)
    left = await act_in_room(world, "leave", room_id=booking_id, participant_id=first["participant_id"])
    second = await join_room(world, booking_id)
    await pass_on(world, second)
    world.later(seconds=40)

    await pass_on(world, left)

    changes = [
        (one.kind, one.connection) for one in await list_evidence(world, booking_id) if one.kind in ("joined", "left")
    ]
    assert sorted(changes) == sorted(
        [
            ("joined", first["participant_id"]),
            ("joined", second["participant_id"]),
            ("left", first["participant_id"]),
        ]
    )


async def test_same_connection_may_come_back(world: World) -> None:
    """The library of VideoSDK reconnects with the same token: joined, left, joined; copies in between count once."""
    booking_id = await open_video_booking(world)
    token = (await get_access(world, booking_id)).body["token"]
    for _ in range(2):
        joined = await act_in_room(world, "join", token=token)
        await pass_on(world, joined)
        await pass_on(world, joined)
        world.later(minutes=1)
        left = await act_in_room(
            world, "leave", room_id=booking_id, participant_id=joined["participant_id"], levers={"duplicates": 1}
        )
        await pass_on(world, left)
        world.later(minutes=1)

    seen = [kind for kind, _ in await list_seen(world, booking_id)]
    assert seen.count("joined") == seen.count("left") == 2


async def test_second_session_of_a_room_is_another_one(world: World) -> None:
    """After the end of a session, the next join begins another one in the same room."""
    booking_id = await open_video_booking(world)
    for person in (ANA, EXPERT):
        await pass_on(world, await join_room(world, booking_id, as_=person))
        world.later(minutes=5)
        await pass_on(world, await act_in_room(world, "end_session", room_id=booking_id))

    found = [one for one in await list_evidence(world, booking_id) if one.kind == "session_started"]
    assert len({one.provider_session for one in found}) == 2


async def test_late_join_is_added_and_changes_nothing(world: World) -> None:
    """A join that is told after the end of the meeting stands beside what was known."""
    booking_id = await open_video_booking(world)
    await join_both(world, booking_id)
    before = await list_evidence(world, booking_id)
    late = await join_room(world, booking_id)
    world.later(hours=2)

    await pass_on(world, late)

    after = await list_evidence(world, booking_id)
    assert [one for one in after if one in before] == before
    (added,) = [one for one in after if one not in before and one.kind == "joined"]
    assert added.received_at == world.now


@pytest.mark.parametrize("levers", [{"forged": True}, {}], ids=["another key", "no signature"])
async def test_strangers_tell_nothing(world: World, levers: dict[str, Any]) -> None:
    """Signed with another key, or not signed: refused, and nothing is stored."""
    booking_id = await open_video_booking(world)
    told = await join_room(world, booking_id, levers=levers)
    for one in told["webhooks"] if not levers else ():
        del one["headers"][SIGNATURE_HEADER]

    answers = await pass_on(world, told)

    assert {(answer.status, answer.code) for answer in answers} == {(401, "unauthenticated")}
    assert await list_seen(world, booking_id) == []


async def test_changed_body_is_refused(world: World) -> None:
    """The signature is that of the body as it came."""
    booking_id = await open_video_booking(world)
    told = await join_room(world, booking_id)
    for one in told["webhooks"]:
        one["body"] = one["body"].replace("customer-", "expert-") + " "

    assert {answer.status for answer in await pass_on(world, told)} == {401}


async def test_events_of_other_rooms_are_ignored(world: World) -> None:
    """Accepted, so that VideoSDK is content, and logged."""
    booking_id = await open_video_booking(world)
    told = await join_room(world, booking_id, levers={"room_id": "aaaa-bbbb-cccc"})

    answers = await pass_on(world, told)

    assert {answer.status for answer in answers} == {200}
    assert await list_seen(world, booking_id) == []
    assert [line["room_id"] for line in world.log_lines if "video:" in line["message"]] == ["aaaa-bbbb-cccc"] * 2


@pytest.mark.parametrize(
    "event",
    [
        {"webhookType": "livestream-started", "data": {"meetingId": "abcd-efgh-ijkl", "sessionId": "s1"}},
        {"webhookType": "participant-joined", "data": {}},
        {},
    ],
    ids=["new kind", "empty", "nothing"],
)
async def test_other_events_are_ignored(world: World, event: dict[str, Any]) -> None:
    """Kinds that are new to us, and events that cannot be read."""
    booking_id = await open_video_booking(world)
    await join_room(world, booking_id)

    told = await act_in_room(world, "webhook", room_id=booking_id, event=event)

    assert [answer.status for answer in await pass_on(world, told)] == [200]
    assert await list_seen(world, booking_id) == []


async def test_unknown_participant_is_nobodys_side(world: World) -> None:
    """A participant with an id that we did not give is stored without a side."""
    booking_id = await open_video_booking(world)
    joined = await join_room(world, booking_id)
    data = {"meetingId": joined["room_id"], "sessionId": joined["session_id"], "participantId": "recorder"}
    event = {"webhookType": "participant-joined", "data": data}

    await pass_on(world, await act_in_room(world, "webhook", room_id=booking_id, event=event))

    assert await list_seen(world, booking_id) == [("joined", "unknown")]


async def test_without_the_key_the_sender_comes_again(world: World) -> None:
    """VideoSDK does not serve its key: nothing is decided."""
    booking_id = await open_video_booking(world)
    told = await join_room(world, booking_id)
    world.runtime.gateways.video_callbacks = type(world.runtime.gateways.video_callbacks)(base_url="http://127.0.0.1:1")

    answers = await pass_on(world, told)

    assert {answer.status for answer in answers} == {503}
    assert await list_seen(world, booking_id) == []


async def test_body_that_is_no_object_is_refused(world: World) -> None:
    """Without a signature nothing of the body is read."""
    answer = await world.call(receive_videosdk_event, content=b"[1]", headers={"content-type": "application/json"})

    assert answer.status == 401
