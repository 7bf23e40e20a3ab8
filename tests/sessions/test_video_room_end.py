"""End of video rooms: closed after the meeting, and VideoSDK's log kept as evidence."""

from datetime import timedelta

import pytest

from functions.bookings.cancel_booking import cancel_booking
from functions.sessions.close_video_room import close_video_room
from functions.sessions.end_session import end_session
from shared.bookings import store as bookings
from shared.kernel.ids import BookingId
from shared.sessions import video_rooms
from shared.sessions.video_rooms import SessionVideoRoom
from tests.bookings.builders import TOMORROW
from tests.sessions.video_steps import (
    ENDS_AT,
    act_in_room,
    create_video_booking,
    get_access,
    join_both,
    list_evidence,
    list_seen,
    open_video_booking,
)
from tests.world import EXPERT, World

pytestmark = pytest.mark.emulator


async def load_room(world: World, booking_id: BookingId) -> SessionVideoRoom:
    """Load the video room of a booking."""
    room = await world.get(video_rooms.video_room_ref(booking_id))
    assert room is not None
    return room


async def count_closings(world: World) -> int:
    """Count the calls that close a room."""
    return [call["operation"] for call in await world.list_video_calls()].count("deactivateRoom")


async def test_room_is_closed_after_the_meeting(world: World) -> None:
    """Some minutes after the end, once; the log has what no webhook told, with its true times."""
    booking_id = await open_video_booking(world)
    customer, _ = await join_both(world, booking_id)
    await act_in_room(
        world,
        "drop",
        room_id=booking_id,
        participant_id=customer["participant_id"],
        at=(TOMORROW + timedelta(minutes=40)).isoformat(),
        noticed_after_seconds=60,
    )
    await act_in_room(world, "end_session", room_id=booking_id, at=ENDS_AT.isoformat(), levers={"drop": True})

    world.set_clock(ENDS_AT + timedelta(minutes=1))
    await world.deliver()
    open_still = await load_room(world, booking_id)
    world.later(minutes=1)
    await world.deliver()
    world.later(hours=1)
    await world.deliver()

    closed = await load_room(world, booking_id)
    assert (open_still.closed_at, closed.closed_at) == (None, ENDS_AT + timedelta(minutes=2))
    assert await count_closings(world) == 1
    logged = [one for one in await list_evidence(world, booking_id) if one.reported_by == "log"]
    assert [(one.kind, one.side, one.at) for one in logged if one.side == "customer"] == [
        ("joined", "customer", TOMORROW),
        ("left", "customer", TOMORROW + timedelta(minutes=41)),
    ]
    assert {one.time_from for one in logged} == {"event"}
    assert ("session_ended", "unknown") in await list_seen(world, booking_id, reported_by="log")
    assert (await get_access(world, booking_id, as_=EXPERT)).code == "session_over"


async def test_room_closes_at_once_with_a_session_that_somebody_ends(world: World) -> None:
    """The expert ends the session half an hour before its time. Nobody stays in the room."""
    booking_id = await open_video_booking(world)
    await world.deliver()
    await join_both(world, booking_id)
    world.later(minutes=30)

    ended = await world.call(end_session, {"session_id": booking_id}, as_=EXPERT)
    await world.deliver()

    assert ended.status == 200, ended.body
    assert (await load_room(world, booking_id)).closed_at == TOMORROW + timedelta(minutes=30)


async def test_closing_is_tried_again(world: World) -> None:
    """VideoSDK is down before and after the end of the room; nothing is stored twice."""
    booking_id = await open_video_booking(world)
    await join_both(world, booking_id)
    await act_in_room(world, "end_session", room_id=booking_id, at=ENDS_AT.isoformat())
    world.set_clock(ENDS_AT + timedelta(minutes=6))
    job = {"session_id": booking_id}

    await world.control_videosdk("faults", kind="unavailable", operation="deactivateRoom")
    first = await world.call.deliver_task(close_video_room, job)
    await world.control_videosdk("faults", kind="unavailable", operation="fetchParticipants")
    second = await world.call.deliver_task(close_video_room, job)
    third, fourth = [await world.call.deliver_task(close_video_room, job) for _ in range(2)]

    assert [answer.status for answer in (first, second, third, fourth)] == [503, 503, 200, 200]
    kinds = [one.kind for one in await list_evidence(world, booking_id) if one.reported_by == "log"]
    assert sorted(kinds) == ["joined", "joined", "left", "left", "session_ended", "session_started"]


async def test_room_of_a_cancelled_booking_is_closed_at_once(world: World) -> None:
    """The two have been there before the start, and then the meeting was cancelled."""
    booking_id = await create_video_booking(world)
    world.set_clock(TOMORROW - timedelta(minutes=5))
    await get_access(world, booking_id)
    booking = await world.get(bookings.booking_ref(booking_id))
    assert booking is not None

    body = {"booking_id": booking_id, "reason": "Sakit", "refund": 157_500}
    cancelled = await world.call(cancel_booking, body, as_=EXPERT)
    await world.deliver()

    assert cancelled.status == 200, cancelled.body
    assert (await load_room(world, booking_id)).closed_at == world.now
    assert await count_closings(world) == 1


async def test_room_stays_open_while_the_meeting_goes_on(world: World) -> None:
    """An early job, such as of the time before a move, puts the end off."""
    booking_id = await open_video_booking(world)
    await get_access(world, booking_id)

    answer = await world.call.deliver_task(close_video_room, {"session_id": booking_id})
    await world.deliver()

    assert answer.status == 200
    assert (await load_room(world, booking_id)).closed_at is None
    assert await count_closings(world) == 0
    world.set_clock(ENDS_AT + timedelta(minutes=6))
    await world.deliver()
    assert (await load_room(world, booking_id)).closed_at == world.now


async def test_meeting_without_a_room_needs_no_end(world: World) -> None:
    """Nobody came: no room was created, and VideoSDK is not asked."""
    await open_video_booking(world)
    world.set_clock(ENDS_AT + timedelta(minutes=6))
    await world.deliver()

    answer = await world.call.deliver_task(close_video_room, {"session_id": "BE-20261126-AAAAAA"})

    assert answer.status == 200
    assert await world.list_video_calls() == []
