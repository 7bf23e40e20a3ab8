"""Attendance of meetings by video: who was in the video room has come, whatever became of the webhooks."""

from datetime import timedelta
from typing import Any

import pytest

from functions.sessions.close_video_room import close_video_room
from shared.contracts.sessions import AttendanceOutcome
from shared.kernel.ids import BookingId
from shared.sessions import attendance
from tests.bookings.builders import TOMORROW
from tests.bookings.steps import load_booking
from tests.chat.steps import call_as, call_successfully
from tests.sessions.attendance_steps import load_attendance, load_order
from tests.sessions.video_steps import (
    ENDS_AT,
    act_in_room,
    get_access,
    join_both,
    join_room,
    open_video_booking,
    pass_on,
)
from tests.world import ADMIN, ANA, EXPERT, Person, World

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


async def test_an_admin_reads_the_evidence(world: World) -> None:
    """The attempt, the webhook's arrival, and the log with the exact times, in order; the two themselves may not."""
    booking_id = await open_video_booking(world)
    await world.deliver()
    await pass_on(world, await join_room(world, booking_id, as_=ANA))
    await act_in_room(world, "end_session", room_id=booking_id, at=ENDS_AT.isoformat())
    await decide(world, booking_id)

    seen = (await call_successfully(world, ADMIN, "list_attendance_evidence", session_id=booking_id))["items"]
    of_customer = [(one["kind"], one["reported_by"], one["time_from"]) for one in seen if one["side"] == "customer"]
    assert sorted(of_customer) == [
        ("joined", "log", "event"),
        ("joined", "webhook", "arrival"),
        ("left", "log", "event"),
        ("tried", "request", "event"),
    ]
    assert [one["at"] for one in seen] == sorted(one["at"] for one in seen)
    unknown = await call_as(world, ADMIN, "list_attendance_evidence", session_id="BE-20261126-ACD346")
    assert (unknown.status, unknown.code) == (404, "session_not_found")
    assert (await call_as(world, ANA, "list_attendance_evidence", session_id=booking_id)).status == 403


@pytest.mark.parametrize(("entered", "status"), [(False, 409), (True, 200)])
async def test_a_customer_ends_a_meeting_when_the_expert_is_in_the_room(
    world: World, entered: bool, status: int
) -> None:
    """To join the session is no presence by video; to be in the room since before the start is."""
    booking_id = await open_video_booking(world)
    await world.deliver()
    world.set_clock(TOMORROW - timedelta(minutes=2))
    await call_successfully(world, EXPERT, "join_session", session_id=booking_id)
    if entered:
        await pass_on(world, await join_room(world, booking_id, as_=EXPERT))
    world.set_clock(TOMORROW + timedelta(minutes=5))

    assert (await call_as(world, ANA, "end_session", session_id=booking_id)).status == status


async def leave_room(world: World, booking_id: str, joined: Any, *, minute: float) -> None:
    """Let a participant leave the video room some minutes after the start."""
    at = (TOMORROW + timedelta(minutes=minute)).isoformat()
    await act_in_room(world, "leave", room_id=booking_id, participant_id=joined["participant_id"], at=at)


@pytest.mark.parametrize(
    ("left_at", "outcome", "percent"),
    [
        (0.1, AttendanceOutcome.ENDED_EARLY, 99),
        (29, AttendanceOutcome.ENDED_EARLY, 51),
        (31, AttendanceOutcome.BOTH_CAME, 0),
    ],
)
async def test_an_expert_who_leaves_the_customer_alone_owes_the_time(
    world: World, left_at: float, outcome: AttendanceOutcome, percent: int
) -> None:
    """To be there for a moment is not enough. From half of the time on that part of the payment goes back."""
    booking_id = await open_video_booking(world)
    await world.deliver()
    _, expert = await join_both(world, booking_id)
    await leave_room(world, booking_id, expert, minute=left_at)
    await act_in_room(world, "end_session", room_id=booking_id, at=ENDS_AT.isoformat())

    assert await decide(world, booking_id) == outcome
    decided = await load_attendance(world, booking_id)
    assert (decided.seen_expert.present_seconds, decided.seen_expert.waited_seconds) == (int(left_at * 60), 0)
    assert decided.seen_customer.present_seconds == 3600
    assert decided.seen_customer.waited_seconds == 3600 - int(left_at * 60)
    order = await load_order(world, booking_id)
    assert decided.refund == order.total.amount * percent // 100 == order.refunded_amount


async def test_two_who_finish_early_owe_nothing(world: World) -> None:
    """Both leave after ten minutes of the hour, the customer last; nobody waited for anybody."""
    booking_id = await open_video_booking(world)
    await world.deliver()
    customer, expert = await join_both(world, booking_id)
    await leave_room(world, booking_id, expert, minute=10)
    await leave_room(world, booking_id, customer, minute=12)

    assert await decide(world, booking_id) == AttendanceOutcome.BOTH_CAME


async def test_a_dropped_connection_and_a_second_device_count_once(world: World) -> None:
    """The expert's phone drops at minute 10 and is back at 15; a tablet is there from minute 12 on."""
    booking_id = await open_video_booking(world)
    await world.deliver()
    _, expert = await join_both(world, booking_id)
    world.later(minutes=10)
    dropped = {"participant_id": expert["participant_id"], "noticed_after_seconds": 60}
    await act_in_room(world, "drop", room_id=booking_id, **dropped)
    for minutes in (2, 3):
        world.later(minutes=minutes)
        await join_room(world, booking_id, as_=EXPERT)
    await act_in_room(world, "end_session", room_id=booking_id, at=ENDS_AT.isoformat())

    assert await decide(world, booking_id) == AttendanceOutcome.BOTH_CAME
    decided = await load_attendance(world, booking_id)
    assert (decided.seen_expert.present_seconds, decided.seen_customer.waited_seconds) == (59 * 60, 60)


async def test_an_expert_who_did_not_wait_holds_no_absence_against_the_customer(world: World) -> None:
    """The expert looked in for two minutes, and the customer never came: nobody came, and all goes back."""
    booking_id = await open_video_booking(world)
    await world.deliver()
    expert = await join_room(world, booking_id, as_=EXPERT)
    await leave_room(world, booking_id, expert, minute=2)

    assert await decide(world, booking_id) == AttendanceOutcome.NOBODY_CAME


async def test_an_expert_who_waited_ten_minutes_is_paid(world: World) -> None:
    """The customer never came."""
    booking_id = await open_video_booking(world)
    await world.deliver()
    expert = await join_room(world, booking_id, as_=EXPERT)
    await leave_room(world, booking_id, expert, minute=10)

    assert await decide(world, booking_id) == AttendanceOutcome.CUSTOMER_ABSENT
    assert (await load_attendance(world, booking_id)).refund == 0


async def test_neither_could_enter(world: World) -> None:
    """Both asked for access in time and neither ever was in the room: nobody is absent, and all goes back."""
    booking_id = await open_video_booking(world)
    await world.deliver()
    for person in (ANA, EXPERT):
        await get_access(world, booking_id, as_=person)
    world.later(minutes=1)

    assert await decide(world, booking_id) == AttendanceOutcome.TECHNICAL_FAILURE
    decided = await load_attendance(world, booking_id)
    assert decided.refund == (await load_order(world, booking_id)).refunded_amount > 0
    assert (decided.seen_customer.tried_at, decided.seen_customer.first_at) == (TOMORROW, None)
    assert (await load_booking(world, booking_id)).absent == ()
    titles = [one["title"] for one in (await call_successfully(world, ANA, "list_notifications"))["items"]]
    assert "Sesi Anda dengan Dewi Lestari gagal karena gangguan teknis" in titles


async def test_to_join_the_session_is_no_presence_in_the_video_room(world: World) -> None:
    """The expert pressed the button of the app and never entered the room in which the customer waited."""
    booking_id = await open_video_booking(world)
    await world.deliver()
    await join_room(world, booking_id, as_=ANA)
    await call_successfully(world, EXPERT, "join_session", session_id=booking_id)
    await act_in_room(world, "end_session", room_id=booking_id, at=ENDS_AT.isoformat())

    assert await decide(world, booking_id) == AttendanceOutcome.EXPERT_ABSENT


@pytest.mark.parametrize(("hours_down", "outcome"), [(2, "expert_absent"), (7, "not_observed")])
async def test_the_decision_waits_for_the_log_of_the_room(world: World, hours_down: int, outcome: str) -> None:
    """VideoSDK does not answer for some hours after the end. Without its log nobody is absent."""
    booking_id = await open_video_booking(world)
    await world.deliver()
    await join_room(world, booking_id, as_=ANA)
    await act_in_room(world, "end_session", room_id=booking_id, at=ENDS_AT.isoformat())
    world.set_clock(ENDS_AT + timedelta(minutes=2))
    await world.control_videosdk("faults", kind="unavailable", operation="deactivateRoom", times=1_000)
    for _ in range(4):
        await world.deliver()
        world.later(minutes=10)
    assert await world.get(attendance.attendance_ref(booking_id)) is None
    assert (await load_booking(world, booking_id)).status == "confirmed"

    world.set_clock(ENDS_AT + timedelta(hours=hours_down))
    if hours_down < 6:
        await world.end_faults("videosdk")
        await world.call.deliver_task(close_video_room, {"session_id": booking_id})
    for _ in range(4):
        await world.deliver()
        world.later(minutes=10)

    assert (await load_attendance(world, booking_id)).outcome == outcome


async def test_a_room_that_could_not_be_made_is_a_failure(world: World) -> None:
    """VideoSDK refuses to make the room for both; the attempts stand, and the money goes back."""
    booking_id = await open_video_booking(world)
    await world.deliver()
    await world.control_videosdk("faults", kind="unavailable", operation="createRoom", times=20)
    answers = [await get_access(world, booking_id, as_=person) for person in (ANA, EXPERT)]

    assert {answer.status for answer in answers} == {503}
    assert await decide(world, booking_id) == AttendanceOutcome.TECHNICAL_FAILURE


@pytest.mark.parametrize(
    ("blocker", "other", "outcome"),
    [(EXPERT, ANA, AttendanceOutcome.EXPERT_ABSENT), (ANA, EXPERT, AttendanceOutcome.CUSTOMER_ABSENT)],
)
async def test_who_keeps_the_other_out_is_the_absent_one(
    world: World, blocker: Person, other: Person, outcome: AttendanceOutcome
) -> None:
    """The blocker waits in the video room. The other side gets no access, though the block ends later."""
    booking_id = await open_video_booking(world)
    await world.deliver()
    await join_room(world, booking_id, as_=blocker)
    await call_successfully(world, blocker, "block_user", user_id=other.uid)
    refused = await get_access(world, booking_id, as_=other)
    world.set_clock(ENDS_AT - timedelta(minutes=1))
    await call_successfully(world, blocker, "unblock_user", user_id=other.uid)

    assert (refused.status, refused.code) == (403, "blocked")
    assert await decide(world, booking_id) == outcome


async def test_a_block_excuses_nobody_who_did_not_try_to_come(world: World) -> None:
    """The customer waited, and blocks the expert in anger when the meeting is half over."""
    booking_id = await open_video_booking(world)
    await world.deliver()
    await join_room(world, booking_id, as_=ANA)
    world.later(minutes=30)
    await call_successfully(world, ANA, "block_user", user_id="dewi")
    assert (await get_access(world, booking_id, as_=EXPERT)).code == "blocked"

    assert await decide(world, booking_id) == AttendanceOutcome.EXPERT_ABSENT
