"""Sessions of groups: one room, one clock, and a session, a decision and a review for each seat."""

from datetime import timedelta
from typing import Any

import pytest

from functions.sessions.close_video_room import close_video_room
from shared.chat import store as chat
from shared.contracts.bookings import BookingStatus
from shared.contracts.offers import ServiceKind
from shared.contracts.sessions import AttendanceOutcome
from shared.sessions import video_rooms
from shared.sessions.models import EndedBy, SessionStatus
from tests.bookings.builders import TOMORROW
from tests.bookings.group_steps import CARI, buy_seats, hold_seat, open_date
from tests.bookings.steps import load_booking, pay_for_booking
from tests.chat.steps import call_as, call_successfully
from tests.sessions.attendance_steps import join_as, load_attendance, load_order
from tests.sessions.booked_session_steps import load_booked_session, load_booking_room, set_clock
from tests.sessions.video_steps import act_in_room, get_access, join_room
from tests.world import ADMIN, ANA, BUDI, EXPERT, Person, World

pytestmark = pytest.mark.emulator
SEATS_COST = 157_500


async def say(world: World, group_date: str, who: Person, body: str, number: int = 1) -> int:
    """Write a message in the room of a group, and return the status."""
    message = {"room_id": group_date, "message_id": f"{who.uid}-{number}", "kind": "text", "body": body}
    return (await call_as(world, who, "send_message", **message)).status


async def test_a_group_meets_in_one_room_and_each_seat_is_decided_alone(world: World) -> None:
    """
    Dewi joins once, and has joined with all. Ana comes, Budi does not: both seats are served, and Ana writes a review.
    """
    group_date = await open_date(world)
    ana, budi = await buy_seats(world, group_date)
    room = await load_booking_room(world, group_date)
    assert (room.members, room.name, room.pair) == (("dewi", "ana", "budi"), "Career circle", None)
    assert dict(room.names) == {"dewi": "Dewi Lestari", "ana": "Ana Wijaya", "budi": "Budi"}
    assert (await call_as(world, EXPERT, "join_session", session_id=ana)).code == "session_not_open"
    assert await say(world, group_date, CARI, "Boleh ikut?") == 404

    await set_clock(world, -9)
    await join_as(world, ana, [EXPERT])
    await join_as(world, ana, [ANA])
    stranger = await call_as(world, BUDI, "join_session", session_id=ana)
    sessions = [await load_booked_session(world, one) for one in (ana, budi)]
    assert stranger.code == "session_not_found"
    assert [one.joined for one in sessions] == [("customer", "expert"), ("expert",)]
    assert {one.room_id for one in sessions} == {group_date}
    longer = await call_as(world, ANA, "extend_session", session_id=ana)
    await set_clock(world, 5)
    assert (await call_as(world, ANA, "extend_session", session_id=ana)).code == "seat_is_fixed"
    assert longer.code == "session_not_begun"
    assert [await say(world, group_date, who, "Halo semua") for who in (ANA, EXPERT)] == [200, 200]
    await set_clock(world, 60)
    await set_clock(world, 64)

    decided = [await load_attendance(world, one) for one in (ana, budi)]
    assert [one.outcome for one in decided] == [AttendanceOutcome.BOTH_CAME, AttendanceOutcome.CUSTOMER_ABSENT]
    assert [(await load_booking(world, one)).status for one in (ana, budi)] == [
        BookingStatus.COMPLETED,
        BookingStatus.NO_SHOW,
    ]
    assert [len((await load_order(world, one)).refunds) for one in (ana, budi)] == [0, 0]
    closing = [one["notice"] for one in await list_notices(world, group_date) if one["notice"]["kind"] == "ending"]
    assert len(closing) == len({one["minutes"] for one in closing})
    reviewed = await call_as(world, ANA, "write_review", session_id=ana, stars=5, text="Bagus")
    refused = await call_as(world, BUDI, "write_review", session_id=budi, stars=1, text="Buruk")
    assert (reviewed.status, refused.code) == (200, "session_not_held")
    disputed = await call_successfully(world, BUDI, "dispute_attendance", session_id=budi, text="Saya hadir.")
    assert disputed["dispute"]["status"] == "open"
    await call_successfully(
        world, ADMIN, "resolve_attendance_dispute", session_id=budi, outcome="both_came", reason="Terlihat di obrolan."
    )
    assert (await load_attendance(world, ana)).version == 1


async def list_notices(world: World, group_date: str) -> list[dict[str, Any]]:
    """List the notices in the room of a group."""
    found = await call_successfully(world, ANA, "list_messages", room_id=group_date, limit=50)
    return [one for one in found["items"] if one["notice"]]


async def test_a_seat_paid_at_the_last_moment_finds_the_expert_there(world: World) -> None:
    """
    Cari pays while the others wait already: she enters the same room, and Dewi need not join anew.
    """
    group_date = await open_date(world)
    (ana,) = await buy_seats(world, group_date, ANA)
    await set_clock(world, -16)
    cari = await hold_seat(world, group_date, CARI)
    await set_clock(world, -9)
    await join_as(world, ana, [EXPERT])

    await set_clock(world, -5)
    await pay_for_booking(world, cari)
    await join_as(world, cari, [CARI])

    session = await load_booked_session(world, cari)
    assert (session.joined, session.room_id) == (("customer", "expert"), group_date)
    assert await say(world, group_date, CARI, "Halo") == 200


async def test_everybody_is_paid_back_when_the_expert_does_not_come(world: World) -> None:
    """
    Ana came, Budi did not, Dewi neither: both seats are paid back, once, and Dewi gets one strike for the date.
    """
    group_date = await open_date(world)
    ana, budi = await buy_seats(world, group_date)
    await set_clock(world, 0)
    await join_as(world, ana, [ANA])
    await set_clock(world, 60)
    await set_clock(world, 64)
    await world.deliver(filtered=False)

    assert [(await load_attendance(world, one)).outcome for one in (ana, budi)] == [
        AttendanceOutcome.EXPERT_ABSENT,
        AttendanceOutcome.NOBODY_CAME,
    ]
    refunds = [[each.amount for each in (await load_order(world, one)).refunds] for one in (ana, budi)]
    assert refunds == [[SEATS_COST], [SEATS_COST]]
    strikes = (await call_successfully(world, EXPERT, "list_my_strikes"))["items"]
    assert [one["strike_id"] for one in strikes] == [group_date]


async def test_a_strike_passes_on_to_another_seat(world: World) -> None:
    """
    Dewi missed Ana and Budi. An admin corrects one seat, and then the other one.
    """
    group_date = await open_date(world)
    ana, budi = await buy_seats(world, group_date)
    await set_clock(world, 0)
    await join_as(world, ana, [ANA])
    await join_as(world, budi, [BUDI])
    await set_clock(world, 60)
    await set_clock(world, 64)
    await world.deliver()

    statuses = []
    for seat in (ana, budi):
        body = {"session_id": seat, "outcome": "both_came", "reason": "Salah lihat."}
        await call_successfully(world, ADMIN, "correct_attendance", **body)
        await world.deliver()
        statuses.append((await call_successfully(world, EXPERT, "get_strike", strike_id=group_date))["status"])

    assert statuses == ["given", "withdrawn"]


async def test_a_customer_leaves_alone_and_the_expert_ends_for_all(world: World) -> None:
    """
    Ana leaves early, and the room stays open for Budi. Dewi ends at half time, by any seat: Budi gets half of it back.
    """
    group_date = await open_date(world)
    ana, budi = await buy_seats(world, group_date)
    await set_clock(world, -10)
    for session_id, who in ((ana, ANA), (budi, BUDI), (budi, EXPERT)):
        await join_as(world, session_id, [who])
    closes_at = (await load_booking_room(world, group_date)).closes_at
    await set_clock(world, 20)
    await call_successfully(world, ANA, "end_session", session_id=ana)
    await world.deliver()
    assert (await load_booked_session(world, budi)).status is SessionStatus.ACTIVE
    assert (await load_booking_room(world, group_date)).closes_at == closes_at
    await say(world, group_date, EXPERT, "Lanjut")

    await set_clock(world, 30)
    await call_successfully(world, EXPERT, "end_session", session_id=ana)
    await set_clock(world, 35)

    assert [(await load_booked_session(world, one)).ended_by for one in (ana, budi)] == [
        EndedBy.CUSTOMER,
        EndedBy.EXPERT,
    ]
    assert [(await load_attendance(world, one)).outcome for one in (ana, budi)] == [
        AttendanceOutcome.BOTH_CAME,
        AttendanceOutcome.ENDED_EARLY,
    ]
    refunds = [[each.amount for each in (await load_order(world, one)).refunds] for one in (ana, budi)]
    assert refunds == [[], [SEATS_COST // 2]]


async def test_a_crisis_stops_the_clock_of_all(world: World) -> None:
    """
    Words of one alarm the room once. The clocks of all seats stand, and go on together after a false alarm.
    """
    group_date = await open_date(world)
    ana, budi = await buy_seats(world, group_date)
    await set_clock(world, 1)
    await join_as(world, ana, [EXPERT, ANA])
    await say(world, group_date, ANA, "Saya ingin bunuh diri")
    await world.deliver()
    assert [(await load_booked_session(world, one)).ends_at for one in (ana, budi)] == [None, None]
    assert (await load_booking_room(world, group_date)).closes_at is None

    await set_clock(world, 11)
    await call_successfully(world, EXPERT, "end_false_alarm", session_id=budi, reason="Kutipan lagu")
    await world.deliver()

    ends = [(await load_booked_session(world, one)).ends_at for one in (ana, budi)]
    assert ends == [TOMORROW + timedelta(minutes=70)] * 2
    crises = [one for one in await list_notices(world, group_date) if one["notice"]["kind"] == "crisis"]
    assert len(crises) == 1


async def test_an_expert_who_takes_a_seat_is_heard_as_a_customer(world: World) -> None:
    """The expert of the group asks openly, without an alarm. Another expert's words of danger stop the clock."""
    group_date = await open_date(world)
    rudi = Person("cari", "expert")
    (session_id,) = await buy_seats(world, group_date, rudi)
    await set_clock(world, 1)
    await join_as(world, session_id, [EXPERT, rudi])
    for who, is_heard in ((EXPERT, False), (rudi, True)):
        await say(world, group_date, who, "Saya ingin bunuh diri")
        await world.deliver()
        assert (await load_booking_room(world, group_date)).in_crisis is is_heard
    assert (await load_booked_session(world, session_id)).ends_at is None


async def test_a_seat_that_is_paid_during_a_crisis_does_not_close_the_room(world: World) -> None:
    """The clock of Cari, who came after the alarm, ends in time. The room stays open for those whose clocks stand."""
    group_date = await open_date(world)
    (ana,) = await buy_seats(world, group_date, ANA)
    await set_clock(world, -16)
    cari = await hold_seat(world, group_date, CARI)
    await set_clock(world, -9)
    await join_as(world, ana, [EXPERT, ANA])
    await say(world, group_date, ANA, "Saya ingin bunuh diri")
    await world.deliver()
    await pay_for_booking(world, cari)

    await set_clock(world, 60)
    await set_clock(world, 64)

    sessions = [await load_booked_session(world, one) for one in (ana, cari)]
    assert [one.status for one in sessions] == [SessionStatus.ACTIVE, SessionStatus.ENDED]
    assert (await load_booking_room(world, group_date)).closes_at is None


async def test_a_group_by_video_has_one_room_and_evidence_for_each_seat(world: World) -> None:
    """
    Ana and Dewi are in the room, Budi only asks for access: his seat alone was missed. The room closes with the last.
    """
    group_date = await open_date(world, kind=ServiceKind.VIDEO)
    ana, budi = await buy_seats(world, group_date)
    await set_clock(world, -11)
    early = await get_access(world, group_date, as_=ANA)
    await set_clock(world, 0)
    for place, who in ((ana, ANA), (group_date, EXPERT)):
        await join_room(world, place, as_=who)
    answers = [await get_access(world, group_date, as_=who) for who in (BUDI, CARI, EXPERT)]
    assert early.code == "session_not_open"
    assert [one.status for one in answers] == [200, 404, 200]
    rooms = await world.get(video_rooms.video_room_ref(group_date))
    assert rooms is not None
    assert {one.body["room_id"] for one in answers if one.status == 200} == {rooms.room_id}
    assert budi not in answers[0].body["participant_id"]
    await world.call.deliver_task(close_video_room, {"session_id": group_date})
    assert (await world.get(video_rooms.video_room_ref(group_date))).closed_at is None  # type: ignore[union-attr]

    world.set_clock(TOMORROW + timedelta(hours=1))
    await act_in_room(world, "end_session", room_id=group_date)
    for _ in range(6):
        await world.deliver()
        world.later(minutes=1)

    assert (await world.get(video_rooms.video_room_ref(group_date))).closed_at is not None  # type: ignore[union-attr]
    assert [(await load_attendance(world, one)).outcome for one in (ana, budi)] == [
        AttendanceOutcome.BOTH_CAME,
        AttendanceOutcome.CUSTOMER_ABSENT,
    ]
    seen = (await call_successfully(world, ADMIN, "list_attendance_evidence", session_id=budi))["items"]
    assert {one["kind"] for one in seen} >= {"joined", "tried"}


async def test_who_gives_the_seat_back_leaves_the_room(world: World) -> None:
    """
    The others stay, and somebody else may come. A date that is cancelled closes the room, and nobody can join.
    """
    group_date = await open_date(world, starts_at=TOMORROW)
    ana, budi = await buy_seats(world, group_date)
    refund = (await call_successfully(world, BUDI, "quote_cancellation", booking_id=budi))["refund"]["amount"]
    await call_successfully(world, BUDI, "cancel_booking", booking_id=budi, reason="Sakit.", refund=refund)
    await world.deliver()
    await buy_seats(world, group_date, CARI)
    assert (await load_booking_room(world, group_date)).members == ("dewi", "ana", "cari")
    assert await world.get(chat.participant_ref(group_date, "budi")) is None

    await call_successfully(world, EXPERT, "cancel_group_date", group_date_id=group_date, reason="Sakit.")
    await world.deliver()

    room = await load_booking_room(world, group_date)
    assert (room.members, room.is_open_at(world.now)) == (("dewi",), False)
    await set_clock(world, 0)
    assert (await call_as(world, ANA, "join_session", session_id=ana)).code == "session_over"
