"""The track record of an expert: what became of bookings, and how soon customers were answered."""

import asyncio

import pytest

from functions.catalogue.count_meeting_when_attendance_decided import count_meeting_when_attendance_decided
from functions.catalogue.list_experts import list_experts
from shared.catalogue import store as catalogue
from shared.catalogue import track_records
from shared.catalogue.track_records import AgreedMeeting, TrackRecord
from shared.kernel.ids import BookingId, UserId
from tests.chat.builders import post_message
from tests.chat.steps import call_successfully
from tests.sessions.attendance_steps import hold_session
from tests.sessions.booked_session_steps import START, book_session, load_booking_room, set_clock
from tests.world import ADMIN, ANA, EXPERT, Person, World

pytestmark = pytest.mark.emulator


async def load_meetings(world: World) -> list[tuple[bool, int | None]]:
    """Load what is known of Dewi's meetings: whether each was kept, and the seconds until her reply."""
    record = await world.get(track_records.track_record_ref("dewi"))
    return [(one.kept, one.reply_seconds) for one in record.meetings] if record else []


@pytest.mark.parametrize(
    ("who", "kept"), [((ANA, EXPERT), True), ((ANA,), False), ((EXPERT,), True), ((), False)], ids=str
)
async def test_a_decision_counts(world: World, who: tuple[Person, ...], kept: bool) -> None:
    """The expert was there, or was not; a customer who stays away does not count against her."""
    await hold_session(world, *who)

    assert await load_meetings(world) == [(kept, None)]


async def test_a_correction_counts_instead(world: World) -> None:
    """Support finds that the expert was there: the same meeting is kept; a technical failure does not count at all."""
    booking_id = await hold_session(world, ANA)
    assert await load_meetings(world) == [(False, None)]

    for outcome, expected in (("both_came", [(True, None)]), ("technical_failure", [])):
        world.later(minutes=1)
        wish = {"session_id": booking_id, "outcome": outcome, "reason": "Bukti dari kedua pihak"}
        await call_successfully(world, ADMIN, "correct_attendance", **wish)
        await world.deliver()
        assert await load_meetings(world) == expected


@pytest.mark.parametrize(("who", "expected"), [(EXPERT, [(False, None)]), (ANA, [])], ids=["expert", "customer"])
async def test_a_cancellation_counts_against_the_one_who_cancels(
    world: World, who: Person, expected: list[tuple[bool, int | None]]
) -> None:
    """An expert who cancels has broken the promise; a customer's cancellation says nothing about her."""
    booking_id = await book_session(world)
    await set_clock(world, -600)
    quote = await call_successfully(world, who, "quote_cancellation", booking_id=booking_id)
    wish = {"reason": "Ada keperluan mendadak", "refund": quote["refund"]["amount"]}
    await call_successfully(world, who, "cancel_booking", booking_id=booking_id, **wish)
    await world.deliver()

    assert await load_meetings(world) == expected


async def test_the_first_reply_counts(world: World) -> None:
    """From the customer's first question before the session to the expert's first message after it."""
    booking_id = await book_session(world)
    await set_clock(world, -1_000)
    await post_message(world, EXPERT, booking_id, "m1", "Halo, ada yang ingin ditanyakan?")
    assert (await load_booking_room(world, booking_id)).asked_at is None
    await set_clock(world, -900)
    await post_message(world, ANA, booking_id, "m2", "Apa yang perlu saya siapkan?")
    await set_clock(world, -880)
    await post_message(world, ANA, booking_id, "m3", "CV saya kirim di sini, ya?")
    await set_clock(world, -850)
    await post_message(world, EXPERT, booking_id, "m4", "Ya, silakan")
    await set_clock(world, -800)
    await post_message(world, EXPERT, booking_id, "m5", "Sampai nanti")
    await set_clock(world, 0)
    for person in (ANA, EXPERT):
        await call_successfully(world, person, "join_session", session_id=booking_id)
    await set_clock(world, 30)
    await set_clock(world, 33)

    assert await load_meetings(world) == [(True, 50 * 60)]


async def test_a_question_without_a_reply_waits_until_the_end(world: World) -> None:
    """Who never answers does not seem quick."""
    booking_id = await book_session(world)
    await set_clock(world, -90)
    await post_message(world, ANA, booking_id, "m6", "Apa yang perlu saya siapkan?")
    await set_clock(world, 0)
    await call_successfully(world, ANA, "join_session", session_id=booking_id)
    await set_clock(world, 30)
    await set_clock(world, 33)

    assert await load_meetings(world) == [(False, 120 * 60)]


async def test_messages_of_the_session_are_no_questions(world: World) -> None:
    """Both are there, so a reply within the session says nothing about waiting."""
    booking_id = await book_session(world)
    await set_clock(world, 0)
    for person in (ANA, EXPERT):
        await call_successfully(world, person, "join_session", session_id=booking_id)
    await set_clock(world, 1)
    await post_message(world, ANA, booking_id, "m7", "Halo")
    await post_message(world, EXPERT, booking_id, "m8", "Halo juga")
    await set_clock(world, 30)
    await set_clock(world, 33)

    assert await load_meetings(world) == [(True, None)]


async def test_the_card_shows_the_figures(world: World) -> None:
    """With the fifth meeting the list and the page of the expert show the share; twice told, it counts once."""
    earlier = tuple(
        AgreedMeeting(booking_id=BookingId(f"BE-20261126-{number:06}"), kept=True, reply_seconds=600, starts_at=START)
        for number in range(4)
    )
    record = TrackRecord(id=UserId("dewi"), meetings=earlier, changed_at=START)
    await world.put_documents((track_records.track_record_ref("dewi"), record))
    await hold_session(world, ANA)

    page = (await call_successfully(world, EXPERT, "get_my_expert_page"))["expert"]
    assert (page["completion_percent"], page["response_minutes"]) == (80, 10)
    expert = await world.get(catalogue.expert_ref("dewi"))
    assert expert is not None
    await world.put_documents((catalogue.expert_ref("dewi"), expert.having(keys=("*",))))
    (listed,) = (await world.call(list_experts)).body["items"]
    assert (listed["completion_percent"], listed["response_minutes"]) == (80, 10)


async def test_a_decision_that_comes_four_times_counts_once(world: World) -> None:
    """The event of one decision four times at once, under four ids."""
    booking_id = await hold_session(world, ANA, EXPERT)
    (decided,) = world.delivered_payloads("AttendanceDecided")
    empty = TrackRecord(id=UserId("dewi"), changed_at=START)
    await world.put_documents((track_records.track_record_ref("dewi"), empty))

    function = count_meeting_when_attendance_decided
    answers = await asyncio.gather(
        *(world.call.push_event(function, "AttendanceDecided", decided, id=f"again-{number}") for number in range(4))
    )

    assert {one.status for one in answers} == {200}
    record = await world.get(track_records.track_record_ref("dewi"))
    assert record is not None
    assert [one.booking_id for one in record.meetings] == [booking_id]
