"""The session of a booking: scheduled when it is confirmed, open around its time, ended by its clock or by a person."""

import asyncio
from datetime import timedelta

import pytest

from functions.bookings.update_booking_statuses import update_booking_statuses
from functions.chat.open_room_when_booking_confirmed import open_room_when_booking_confirmed
from functions.sessions.expire_overdue_sessions import expire_overdue_sessions
from functions.sessions.find_another_expert import find_another_expert
from functions.sessions.settle_session_when_session_ended import settle_session_when_session_ended
from shared.bookings import store as bookings
from shared.chat import store as chat
from shared.chat.settings import ChatSettings
from shared.claims.models import Claim, ClaimState, claim_ref
from shared.contracts import slots
from shared.contracts.bookings import BookingStatus
from shared.contracts.offers import ServiceKind
from shared.identity import store as identity
from shared.kernel.ids import BookingId, RoomId, SessionId, UserId
from shared.sessions import store
from shared.sessions.jobs import FindAnotherExpert
from shared.sessions.settings import SessionSettings
from tests.bookings.builders import a_confirmed_booking
from tests.bookings.steps import list_quarter_holders, load_booking, pay_for_booking, set_up_booking_domain
from tests.chat.builders import post_message
from tests.chat.steps import call_as, call_successfully
from tests.identity.admin_cases import a_restriction, push_suspension
from tests.sessions.attendance_steps import load_attendance
from tests.sessions.booked_session_steps import (
    START,
    book_session,
    load_booked_session,
    load_booking_room,
    set_clock,
)
from tests.world import ADMIN, ANA, BUDI, EXPERT, Answer, Person, World

pytestmark = pytest.mark.emulator


async def try_message(world: World, who: Person, room_id: str, message_id: str) -> Answer:
    """Send a message, whatever comes of it."""
    return await call_as(world, who, "send_message", room_id=room_id, message_id=message_id, body="Halo")


async def test_a_confirmed_booking_has_a_session_with_its_id(world: World) -> None:
    """Both can look at it, and listen to its document, long before it opens; nobody else can."""
    booking_id = await book_session(world)

    seen = await call_successfully(world, ANA, "get_session", session_id=booking_id)

    assert (seen["kind"], seen["status"], seen["service_kind"]) == ("booking", "scheduled", "chat")
    assert (seen["booking_id"], seen["room_id"], seen["minutes"]) == (booking_id, booking_id, 30)
    assert (seen["pseudonym"], seen["expert_name"], seen["joined"]) == ("Ana Wijaya", "Dewi Lestari", [])
    assert seen["opens_at"] == (START - timedelta(minutes=10)).isoformat().replace("+00:00", "Z")
    assert await call_successfully(world, EXPERT, "get_session", session_id=booking_id) == seen
    assert await call_successfully(world, ADMIN, "get_session", session_id=booking_id) == seen
    assert (await call_as(world, BUDI, "get_session", session_id=booking_id)).code == "session_not_found"
    assert (await load_booked_session(world, booking_id)).customer == "ana"


async def test_nobody_joins_before_it_opens(world: World) -> None:
    """The error says from when on; ten minutes before the start both can come, and it is open for both."""
    booking_id = await book_session(world)
    await set_clock(world, -10.1)

    early = await call_as(world, ANA, "join_session", session_id=booking_id)
    assert (early.status, early.code) == (409, "session_not_open")
    assert early.body["opens_at"] == (START - timedelta(minutes=10)).isoformat().replace("+00:00", "Z")

    await set_clock(world, -9)
    joined = await call_successfully(world, ANA, "join_session", session_id=booking_id)
    assert (joined["status"], joined["joined"]) == ("active", ["customer"])
    joined = await call_successfully(world, EXPERT, "join_session", session_id=booking_id)
    assert joined["joined"] == ["customer", "expert"]
    assert (await call_as(world, BUDI, "join_session", session_id=booking_id)).code == "session_not_found"
    running = await call_successfully(world, EXPERT, "list_my_active_sessions")
    assert [each["session_id"] for each in running["items"]] == [booking_id]


async def test_it_ends_by_its_clock_and_completes_its_booking(world: World) -> None:
    """With two warnings in the room; the booking is completed when the session ends, and not by an hourly guess."""
    booking_id = await book_session(world)
    await set_clock(world, -9)
    for who in (ANA, EXPERT):
        await call_successfully(world, who, "join_session", session_id=booking_id)

    for minute in range(34):
        await set_clock(world, minute)

    session = await load_booked_session(world, booking_id)
    assert (session.status, session.ended_by, session.ended_at) == ("ended", "timeout", START + timedelta(minutes=30))
    assert (await load_booking(world, booking_id)).status is BookingStatus.COMPLETED
    notices = [
        message.notice
        for message in reversed(await world.reader.query(chat.messages_query(RoomId(booking_id))))
        if message.notice
    ]
    assert [(notice.kind, notice.minutes) for notice in notices] == [("opened", None), ("ending", 5), ("ending", 1)]
    assert len(world.delivered_payloads("BookingCompleted")) == 1


@pytest.mark.parametrize(("who", "ended_by"), [(ANA, "customer"), (EXPERT, "expert"), (ADMIN, "admin")])
async def test_each_side_can_end_it_early(world: World, who: Person, ended_by: str) -> None:
    """The first end counts, and the booking is completed with it."""
    booking_id = await book_session(world)
    await set_clock(world, 12)

    ended = await call_successfully(world, who, "end_session", session_id=booking_id)
    await world.deliver()

    await set_clock(world, 15)

    assert (ended["status"], ended["ended_by"]) == ("ended", ended_by)
    again = await call_successfully(world, ANA, "end_session", session_id=booking_id)
    assert (again["ended_by"], again["ended_at"]) == (ended_by, ended["ended_at"])
    assert (await load_booking(world, booking_id)).status is not BookingStatus.CONFIRMED
    late = await call_as(world, EXPERT, "join_session", session_id=booking_id)
    assert (late.status, late.code) == (409, "session_over")


async def test_a_meeting_ahead_is_cancelled_and_not_ended(world: World) -> None:
    """Ending it would complete a paid booking whose time has not come."""
    booking_id = await book_session(world)
    await set_clock(world, -5)

    early = await call_as(world, EXPERT, "end_session", session_id=booking_id)

    assert (early.status, early.code) == (409, "session_not_begun")
    assert (await load_booked_session(world, booking_id)).status == "active"


async def test_a_session_to_which_nobody_comes_ends_as_such(world: World) -> None:
    """It opens by its own task and ends by its clock; the event of the end says that nobody joined."""
    booking_id = await book_session(world)
    await set_clock(world, -10)
    assert (await load_booked_session(world, booking_id)).status == "active"

    await set_clock(world, 30)

    assert (await load_booked_session(world, booking_id)).ended_by == "timeout"
    (told,) = world.delivered_payloads("SessionEnded")
    assert (told["kind"], told["joined"], told["booking_id"]) == ("booking", [], booking_id)


async def test_every_timer_and_event_may_be_lost(world: World) -> None:
    """The sweep of the minute ends it, and the hourly one completes the booking."""
    booking_id = await book_session(world)
    world.sent.entries.clear()
    world.set_clock(START + timedelta(minutes=31))

    await world.call.run_schedule(expire_overdue_sessions, due_at=world.now)
    await world.deliver()
    assert (await load_booked_session(world, booking_id)).status == "ended"

    await world.call.run_schedule(update_booking_statuses, due_at=world.later(minutes=5))
    await world.deliver()
    assert (await load_booking(world, booking_id)).status is BookingStatus.NO_SHOW


async def test_the_hourly_sweep_ends_what_was_missed(world: World) -> None:
    """It ends the session itself, and leaves alone one whose clock stands still in a crisis."""
    booking_id = await book_session(world)
    await set_clock(world, 5)
    await call_successfully(world, EXPERT, "raise_crisis", session_id=booking_id)
    await world.deliver()
    world.sent.entries.clear()
    await set_clock(world, 60)

    await world.call.run_schedule(update_booking_statuses, due_at=world.now)
    assert (await load_booking(world, booking_id)).status is BookingStatus.CONFIRMED

    await call_successfully(
        world, EXPERT, "end_false_alarm", session_id=booking_id, reason="Dia membahas sebuah lirik lagu"
    )
    world.sent.entries.clear()
    await set_clock(world, 60 + 26)
    await world.call.run_schedule(update_booking_statuses, due_at=world.now)

    assert (await load_booked_session(world, booking_id)).ended_at == START + timedelta(minutes=60 + 25)
    await set_clock(world, 60 + 30)
    assert (await load_booking(world, booking_id)).status is BookingStatus.NO_SHOW


async def test_the_hourly_sweep_leaves_late_news_its_time(world: World) -> None:
    """It comes two minutes after the end, and it is decided who came only when the settle time is over."""
    booking_id = await book_session(world)
    world.sent.entries.clear()
    world.set_clock(START + timedelta(minutes=32))

    await world.call.run_schedule(update_booking_statuses, due_at=world.now)
    (decision,) = await world.list_outbox_entries("DecideAttendance")
    assert decision.due_at == START + timedelta(minutes=33)
    await world.deliver()
    assert (await load_booked_session(world, booking_id)).status == "ended"
    assert (await load_booking(world, booking_id)).status is BookingStatus.CONFIRMED

    await set_clock(world, 33)
    assert (await load_attendance(world, booking_id)).outcome == "nobody_came"


async def test_a_booking_whose_confirmation_was_lost_is_decided_too(world: World) -> None:
    """There never was a session. The customer of a chat to which nobody came gets the money back, and can dispute."""
    booking_id = await book_session(world)
    unit = world.new_unit_of_work()
    unit.delete(store.session_ref(booking_id))
    await world.documents.commit(unit.build_writes())
    world.sent.entries.clear()
    world.set_clock(START + timedelta(minutes=65))

    await world.call.run_schedule(update_booking_statuses, due_at=world.now)
    await world.deliver()

    assert (await load_attendance(world, booking_id)).outcome == "nobody_came"
    booking = await load_booking(world, booking_id)
    assert (booking.status, booking.refund) == (BookingStatus.NO_SHOW, booking.paid)


async def test_it_is_decided_who_came_though_the_session_missed_a_new_time(world: World) -> None:
    """The event of the new time was lost. Nobody came, so nobody earns, and both can dispute."""
    booking_id = await book_session(world)
    new = START + timedelta(hours=3)
    await call_successfully(world, EXPERT, "propose_reschedule", booking_id=booking_id, starts_at=new.isoformat())
    await call_successfully(world, ANA, "accept_reschedule", booking_id=booking_id)
    world.sent.entries.clear()
    world.set_clock(new + timedelta(minutes=65))

    await world.call.run_schedule(update_booking_statuses, due_at=world.now)
    await world.deliver()

    assert (await load_booked_session(world, booking_id)).starts_at == new
    assert (await load_attendance(world, booking_id)).outcome == "nobody_came"


async def test_a_booking_of_an_earlier_version_gets_its_session_by_a_join(world: World) -> None:
    """It was confirmed before sessions of bookings existed."""
    await set_up_booking_domain(world)
    booking = a_confirmed_booking()
    await world.put_documents((bookings.booking_ref(booking.id), booking))
    assert (await call_successfully(world, ANA, "get_session", session_id=booking.id))["status"] == "scheduled"
    assert await world.get(store.session_ref(booking.id)) is None

    world.set_clock(booking.starts_at)
    joined = await call_successfully(world, ANA, "join_session", session_id=booking.id)

    assert (joined["status"], joined["joined"], joined["service_kind"]) == ("active", ["customer"], "video")


async def test_a_moved_meeting_moves_its_session(world: World) -> None:
    """Whoever had joined at the old time has not joined at the new one; timers of the old time do nothing."""
    booking_id = await book_session(world)
    await set_clock(world, -8)
    await call_successfully(world, ANA, "join_session", session_id=booking_id)
    new = START + timedelta(hours=3)
    proposed = await call_as(world, EXPERT, "propose_reschedule", booking_id=booking_id, starts_at=new.isoformat())
    assert proposed.status == 200, proposed.body
    await call_successfully(world, ANA, "accept_reschedule", booking_id=booking_id)
    await world.deliver()

    session = await load_booked_session(world, booking_id)
    assert (session.status, session.joined) == ("scheduled", ())
    assert (session.starts_at, session.ends_at) == (new, new + timedelta(minutes=30))

    await set_clock(world, 45)
    assert (await load_booked_session(world, booking_id)).status == "scheduled"
    await set_clock(world, 30, of=new)
    assert (await load_booked_session(world, booking_id)).ended_at == new + timedelta(minutes=30)


async def test_a_cancelled_booking_ends_its_session(world: World) -> None:
    """No event tells of an end: there was no session. Nobody can join any more."""
    booking_id = await book_session(world)
    quote = await call_successfully(world, ANA, "quote_cancellation", booking_id=booking_id)
    await call_successfully(
        world, ANA, "cancel_booking", booking_id=booking_id, reason="Sakit", refund=quote["refund"]["amount"]
    )
    await world.deliver()

    session = await load_booked_session(world, booking_id)
    assert (session.status, session.ended_by) == ("ended", "cancellation")
    await set_clock(world, 0)
    assert (await call_as(world, ANA, "join_session", session_id=booking_id)).code == "session_over"
    await set_clock(world, 31)
    assert world.delivered_payloads("SessionEnded") == []


async def test_a_join_sees_a_cancellation_of_which_no_event_has_come(world: World) -> None:
    """The join asks the booking itself."""
    booking_id = await book_session(world)
    booking = await load_booking(world, booking_id)
    await world.put_documents((bookings.booking_ref(booking_id), booking.having(status=BookingStatus.CANCELLED)))
    world.set_clock(START)

    assert (await call_as(world, EXPERT, "join_session", session_id=booking_id)).code == "session_over"


async def test_everything_twice_and_at_once(world: World) -> None:
    """Both join and end at the same moment, and the events come twice: one end, one completion."""
    booking_id = await book_session(world)
    await set_clock(world, 0)
    await asyncio.gather(
        *(call_successfully(world, who, "join_session", session_id=booking_id) for who in (ANA, EXPERT) * 3)
    )
    await set_clock(world, 10)
    ends = await asyncio.gather(
        *(call_successfully(world, who, "end_session", session_id=booking_id) for who in (ANA, EXPERT) * 3)
    )
    assert len({(each["ended_by"], each["ended_at"]) for each in ends}) == 1
    await set_clock(world, 14)

    (told,) = world.delivered_payloads("SessionEnded")
    for _ in range(2):
        answer = await world.call.push_event(settle_session_when_session_ended, "SessionEnded", told, id="e-again")
        assert answer.status == 200
    assert len(world.delivered_payloads("BookingCompleted")) == 1


async def test_a_confirmation_that_comes_after_everything_opens_nothing(world: World) -> None:
    """The event only says that something changed; the booking is over by then."""
    booking_id = await book_session(world)
    await set_clock(world, 1)
    await call_successfully(world, EXPERT, "end_session", session_id=booking_id)
    await world.deliver()
    before = await load_booked_session(world, booking_id)

    payload = {
        "booking_id": booking_id,
        "expert": "dewi",
        "customer": "ana",
        "starts_at": START.isoformat(),
        "ends_at": (START + timedelta(minutes=30)).isoformat(),
    }
    await world.call.push_event(open_room_when_booking_confirmed, "BookingConfirmed", payload, id="e-late")

    assert await load_booked_session(world, booking_id) == before


async def test_more_time_is_bought_for_a_booked_session(world: World) -> None:
    """The order holds the expert's time after the session, and nobody else can book it."""
    booking_id = await book_session(world)
    await set_clock(world, 20)
    order = await call_successfully(world, ANA, "extend_session", session_id=booking_id)
    held = await list_quarter_holders(world)
    assert ("held", order["order_id"]) in {(state.value, holder) for state, holder in held}

    await pay_for_booking(world, order["order_id"])

    session = await load_booked_session(world, booking_id)
    assert (session.ends_at, session.minutes) == (START + timedelta(minutes=45), 45)
    await set_clock(world, 31)
    assert (await load_booking(world, booking_id)).status is BookingStatus.CONFIRMED
    await set_clock(world, 45)
    await set_clock(world, 49)
    assert (await load_booking(world, booking_id)).status is BookingStatus.NO_SHOW


async def test_no_time_is_sold_before_the_start(world: World) -> None:
    """Until then the meeting is moved or cancelled, and neither knows of further time or its price."""
    booking_id = await book_session(world)
    for minute in (-60, -10, -1):
        await set_clock(world, minute)
        answer = await call_as(world, ANA, "extend_session", session_id=booking_id)
        assert (answer.status, answer.code) == (409, "session_not_begun")
    await set_clock(world, 0)

    await call_successfully(world, ANA, "extend_session", session_id=booking_id)


async def test_no_time_is_sold_that_another_booking_has(world: World) -> None:
    """The error names the time; nothing is ordered."""
    booking_id = await book_session(world)
    next_one = a_confirmed_booking(starts_at=START + timedelta(minutes=30)).having(id=BookingId("BE-20261126-ACD34A"))
    for ref in slots.quarter_claim_refs(next_one.offer.expert, START + timedelta(minutes=30), 60):
        await world.put_documents((claim_ref(ref.path), Claim(state=ClaimState.SOLD, holder=next_one.id)))
    await set_clock(world, 20)

    answer = await call_as(world, ANA, "extend_session", session_id=booking_id)

    assert (answer.status, answer.code) == (409, "slot_taken")
    assert (await load_booked_session(world, booking_id)).ends_at == START + timedelta(minutes=30)


async def test_nobody_waits_in_the_session_of_a_suspended_person(world: World) -> None:
    """A meeting ahead is cancelled; one that has begun ends, and it is decided who came."""
    booking_id = await book_session(world)
    await set_clock(world, 5)
    await call_successfully(world, ANA, "join_session", session_id=booking_id)

    await world.put_documents((identity.restriction_ref("dewi"), a_restriction("dewi", world.now)))
    await push_suspension(world, "cancel_bookings_when_user_suspended", "dewi")()
    await world.deliver()

    session = await load_booked_session(world, booking_id)
    assert (session.status, session.ended_by, session.ended_at) == ("ended", "expert", START + timedelta(minutes=5))
    await set_clock(world, 9)
    assert (await load_attendance(world, booking_id)).outcome == "ended_early"
    booking = await load_booking(world, booking_id)
    # 25 of 30 minutes of Rp157.500 go back.
    assert (booking.status, booking.refund) == (BookingStatus.COMPLETED, 130_725)


async def test_a_session_whose_cancellation_is_not_heard_of_is_cancelled_too(world: World) -> None:
    """
    The timer of the end comes before the event of the cancellation.
    """
    booking_id = await book_session(world)
    await set_clock(world, -2)
    body = {"booking_id": booking_id, "reason": "Sakit", "refund": 157_500}
    await call_successfully(world, EXPERT, "cancel_booking", **body)
    held_back = [entry for entry in world.sent.entries if entry.kind == "event"]
    world.sent.entries = [entry for entry in world.sent.entries if entry.kind != "event"]

    await set_clock(world, 30)
    ended = await load_booked_session(world, booking_id)
    world.sent.entries += held_back
    await world.deliver()

    assert (ended.status, ended.ended_by) == ("ended", "cancellation")
    assert await load_booked_session(world, booking_id) == ended


@pytest.mark.parametrize(
    ("blocker", "blocked", "outcome"), [(ANA, "dewi", "both_came"), (EXPERT, "ana", "ended_early")]
)
async def test_a_block_takes_no_expert_from_a_booked_session(
    world: World, blocker: Person, blocked: str, outcome: str
) -> None:
    """The clock goes on. An expert who blocks the customer owes the rest of the time."""
    booking_id = await book_session(world)
    await set_clock(world, 1)
    for person in (ANA, EXPERT):
        await call_successfully(world, person, "join_session", session_id=booking_id)

    await call_successfully(world, blocker, "block_user", user_id=blocked, room_id=booking_id)
    await world.deliver()

    session = await load_booked_session(world, booking_id)
    assert (session.status, session.expert, session.ends_at) == ("active", "dewi", START + timedelta(minutes=30))
    await set_clock(world, 30)
    await set_clock(world, 33)
    assert (await load_attendance(world, booking_id)).outcome == outcome


async def test_a_search_that_was_scheduled_before_changes_no_booked_session(world: World) -> None:
    """An earlier version scheduled one for each block."""
    booking_id = await book_session(world)
    await set_clock(world, 1)

    search = FindAnotherExpert(session_id=SessionId(booking_id), expert=UserId(EXPERT.uid))
    answer = await world.call.deliver_task(find_another_expert, search.model_dump(mode="json"))

    assert answer.status == 200

    assert (await load_booked_session(world, booking_id)).status == "active"


async def test_a_booked_session_is_never_given_to_another_expert(world: World) -> None:
    """The customer has chosen the expert. Silence is no reason either."""
    booking_id = await book_session(world)
    await set_clock(world, 5)

    answer = await call_as(world, ADMIN, "reroute_session", session_id=booking_id)

    assert (answer.status, answer.code) == (409, "session_is_booked")
    assert (await load_booked_session(world, booking_id)).unanswered_since is None


class TestRoom:
    """The room is open for some questions before, for everything during the session, and for a while after it."""

    async def test_a_few_questions_may_be_asked_before(self, world: World) -> None:
        booking_id = await book_session(world)
        await world.put_documents((chat.SETTINGS, ChatSettings(questions_before_meeting=2)))
        for number in range(2):
            assert (await post_message(world, ANA, booking_id, f"m-{number}")).status == 200

        refused = await try_message(world, ANA, booking_id, "m-9")
        assert (refused.status, refused.code) == (409, "questions_used_up")
        assert refused.body["opens_at"] == (START - timedelta(minutes=10)).isoformat().replace("+00:00", "Z")
        again = await post_message(world, ANA, booking_id, "m-0")
        assert again.status == 200, "a repeated message is no new question"
        assert (await post_message(world, EXPERT, booking_id, "x-0")).status == 200, "each side has its own"

        await set_clock(world, -10)
        assert (await post_message(world, ANA, booking_id, "m-9")).status == 200

    async def test_a_message_of_danger_is_never_held_back(self, world: World) -> None:
        """Who has used up the questions is heard after the alarm."""
        booking_id = await book_session(world)
        await world.put_documents((chat.SETTINGS, ChatSettings(questions_before_meeting=1)))
        assert (await post_message(world, ANA, booking_id, "m-0", body="aku ingin bunuh diri")).status == 200
        await world.deliver()

        assert (await post_message(world, ANA, booking_id, "m-1")).status == 200

    @pytest.mark.parametrize(("kind", "minutes"), [(ServiceKind.CHAT, 15), (ServiceKind.VIDEO, 24 * 60)])
    async def test_it_closes_some_time_after_the_session(self, world: World, kind: ServiceKind, minutes: int) -> None:
        booking_id = await book_session(world, kind)
        ends_at = START + timedelta(minutes=30)
        assert (await load_booking_room(world, booking_id)).closes_at == ends_at + timedelta(minutes=minutes)

        await set_clock(world, 10)
        await call_successfully(world, EXPERT, "end_session", session_id=booking_id)
        await world.deliver()

        closes_at = START + timedelta(minutes=10 + minutes)
        assert (await load_booking_room(world, booking_id)).closes_at == closes_at
        world.set_clock(closes_at)
        assert (await try_message(world, ANA, booking_id, "m-late")).code == "room_closed"

    async def test_a_chat_closes_at_once_if_the_setting_says_so(self, world: World) -> None:
        await world.put_documents((chat.SETTINGS, ChatSettings(open_minutes_after_chat=0)))
        booking_id = await book_session(world)
        await set_clock(world, 10)

        await call_successfully(world, ANA, "end_session", session_id=booking_id)

        assert (await try_message(world, EXPERT, booking_id, "m-late")).code == "room_closed"

    async def test_its_time_to_open_is_a_setting(self, world: World) -> None:
        await world.put_documents((store.SETTINGS, SessionSettings(open_minutes_before=30)))
        booking_id = await book_session(world)

        assert (await load_booked_session(world, booking_id)).opens_at == START - timedelta(minutes=30)
        assert (await load_booking_room(world, booking_id)).opens_at == START - timedelta(minutes=30)
