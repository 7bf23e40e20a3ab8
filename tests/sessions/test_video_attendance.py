"""Attendance of meetings by video: who was in the video room has come, whatever became of the webhooks."""

from datetime import timedelta

import pytest

from shared.contracts.sessions import AttendanceOutcome
from shared.kernel.ids import BookingId
from tests.bookings.builders import TOMORROW
from tests.sessions.attendance_steps import load_attendance
from tests.sessions.video_steps import ENDS_AT, act_in_room, get_access, join_both, join_room, open_video_booking
from tests.world import ANA, EXPERT, World

pytestmark = pytest.mark.emulator


async def decide(world: World, booking_id: BookingId) -> AttendanceOutcome:
    """Let the meeting end and its attendance be decided, minute after minute, and return the outcome."""
    world.set_clock(ENDS_AT)
    for _ in range(5):
        await world.deliver()
        world.later(minutes=1)
    return (await load_attendance(world, booking_id)).outcome


async def test_both_were_in_the_video_room(world: World) -> None:
    """Neither wrote nor called `join_session`."""
    booking_id = await open_video_booking(world)
    await world.deliver()
    await join_both(world, booking_id)
    await act_in_room(world, "end_session", room_id=booking_id, at=ENDS_AT.isoformat())

    assert await decide(world, booking_id) == AttendanceOutcome.BOTH_CAME
    seen = (await load_attendance(world, booking_id)).seen_customer
    assert seen.first_at == TOMORROW


async def test_lost_webhooks_lose_nothing(world: World) -> None:
    """No webhook came: the log of VideoSDK is read before it is decided who came."""
    booking_id = await open_video_booking(world)
    await world.deliver()
    for person in (ANA, EXPERT):
        await join_room(world, booking_id, as_=person, levers={"drop": True})
    await act_in_room(world, "end_session", room_id=booking_id, at=ENDS_AT.isoformat(), levers={"drop": True})

    assert await decide(world, booking_id) == AttendanceOutcome.BOTH_CAME


async def test_attempt_is_no_presence(world: World) -> None:
    """The expert asked for access and never joined: the expert did not come."""
    booking_id = await open_video_booking(world)
    await world.deliver()
    await join_room(world, booking_id, as_=ANA)
    await get_access(world, booking_id, as_=EXPERT)
    world.later(minutes=1)

    assert await decide(world, booking_id) == AttendanceOutcome.EXPERT_ABSENT


async def test_late_join_counts_as_late(world: World) -> None:
    """Who comes to the video room a quarter of an hour late was absent, though the webhook says so only later."""
    booking_id = await open_video_booking(world)
    await world.deliver()
    await join_room(world, booking_id, as_=ANA)
    world.set_clock(TOMORROW + timedelta(minutes=15))
    await join_room(world, booking_id, as_=EXPERT)

    assert await decide(world, booking_id) == AttendanceOutcome.EXPERT_ABSENT
