"""A false alarm is ended by a person with a reason: the clock and the paywall go on, and danger is heard again."""

from datetime import timedelta

import pytest

from functions.chat.list_messages import list_messages
from functions.sessions.end_false_alarm import end_false_alarm
from functions.sessions.end_session import end_session
from functions.sessions.extend_session import extend_session
from functions.sessions.raise_crisis import raise_crisis
from shared.chat import store as chat
from shared.sessions import store
from shared.sessions.models import EndedBy, SessionStatus
from tests.chat.builders import post_message
from tests.chat.steps import call_successfully
from tests.pairing.steps import TRIAL_CUSTOMER, load_session, put_experts_online, start_session
from tests.sessions.booked_session_steps import START, book_session, load_booked_session, set_clock
from tests.world import ADMIN, ANA, EXPERT, Answer, Person, World

pytestmark = pytest.mark.emulator

CRY = "aku mau mati"
REASON = "Pelanggan mengutip lirik lagu"


async def start_crisis(world: World, expert: Person) -> str:
    """Start a session whose customer writes words of danger after five minutes."""
    session_id = await start_session(world, expert)
    world.later(minutes=5)
    await post_message(world, TRIAL_CUSTOMER, session_id, "m-1", CRY)
    await world.deliver()
    return session_id


async def end_alarm(world: World, session_id: str, who: Person) -> Answer:
    """End the alarm of a session as a person."""
    return await world.call(end_false_alarm, {"session_id": session_id, "reason": REASON}, as_=who)


@pytest.mark.parametrize("is_admin", [True, False])
async def test_the_clock_goes_on_where_it_stopped(world: World, is_admin: bool) -> None:
    """Ten minutes were left, and ten are left; the record says who ended the alarm and why."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_crisis(world, dewi)
    world.later(minutes=40)

    answer = await end_alarm(world, session_id, ADMIN if is_admin else dewi)

    session = await load_session(world, session_id)
    assert (answer.status, answer.body["crisis"]) == (200, False)
    assert session.ends_at is not None
    assert ((session.ends_at - world.now).total_seconds(), session.left_seconds) == (600, 0)
    began = int(world.now.timestamp()) - 40 * 60
    record = await world.get(store.crisis_record_ref(f"{session_id}-{began}"))
    assert record is not None
    assert (record.ended_by, record.role, record.reason) == (
        (ADMIN.uid, "admin", REASON) if is_admin else ("dewi", "expert", REASON)
    )
    room = await world.get(chat.room_ref(session_id))
    assert room is not None
    assert (room.in_crisis, room.closes_at) == (False, session.ends_at)


async def test_the_session_ends_by_its_timer_and_time_can_be_bought(world: World) -> None:
    """The paywall is back; without more time, the session ends as every other."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_crisis(world, dewi)
    await end_alarm(world, session_id, dewi)

    bought = await world.call(extend_session, {"session_id": session_id}, as_=TRIAL_CUSTOMER)
    world.later(minutes=11)
    await world.deliver()

    assert bought.status == 200
    session = await load_session(world, session_id)
    assert (session.status, session.ended_by) == ("ended", "timeout")


async def test_both_are_told_and_new_words_alarm_at_once(world: World) -> None:
    """The quiet time belongs to the alarm that was ended."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_crisis(world, dewi)
    await end_alarm(world, session_id, dewi)
    world.later(minutes=1)

    await post_message(world, TRIAL_CUSTOMER, session_id, "m-2", CRY)
    await world.deliver()

    shown = (await world.call(list_messages, {"room_id": session_id}, as_=TRIAL_CUSTOMER)).body["items"]
    notices = [item["notice"]["kind"] for item in reversed(shown) if item["notice"]]
    assert [kind for kind in notices if kind.startswith("crisis")] == ["crisis", "crisis_over", "crisis"]
    assert (await load_session(world, session_id)).crisis_at is not None


async def test_an_alarm_from_before_the_end_does_not_come_back(world: World) -> None:
    """A task that was late belongs to the alarm that a person has ended."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_crisis(world, dewi)
    world.later(minutes=20)
    await post_message(world, TRIAL_CUSTOMER, session_id, "m-2", CRY)
    await end_alarm(world, session_id, dewi)

    await world.deliver()

    assert (await load_session(world, session_id)).crisis_at is None


async def test_who_may_not_and_what_is_not_there(world: World) -> None:
    """Another expert sees no such session; without a crisis, or after the end, there is nothing to end."""
    dewi, eko = await put_experts_online(world, "dewi", "eko")
    session_id = await start_session(world, dewi)

    calm = await end_alarm(world, session_id, dewi)
    await world.call(raise_crisis, {"session_id": session_id}, as_=dewi)
    await world.deliver()
    strange = await end_alarm(world, session_id, eko)
    await world.call(end_session, {"session_id": session_id}, as_=ADMIN)
    over = await end_alarm(world, session_id, dewi)

    assert [answer.code for answer in (calm, strange, over)] == ["no_crisis", "session_not_found", "session_over"]


@pytest.mark.parametrize("is_open_again", [True, False])
async def test_a_moved_meeting_has_its_whole_time(world: World, is_open_again: bool) -> None:
    """The alarm came while both waited for the start, and they moved the meeting before it turned out to be false."""
    booking_id, new = await book_session(world), START + timedelta(days=1)
    await set_clock(world, -8)
    await call_successfully(world, EXPERT, "raise_crisis", session_id=booking_id)
    await world.deliver()
    await call_successfully(world, EXPERT, "propose_reschedule", booking_id=booking_id, starts_at=new.isoformat())
    await call_successfully(world, ANA, "accept_reschedule", booking_id=booking_id)
    await world.deliver()
    if is_open_again:
        await set_clock(world, -10, of=new)

    await call_successfully(world, EXPERT, "end_false_alarm", session_id=booking_id, reason=REASON)

    await set_clock(world, -10, of=new)
    session = await load_booked_session(world, booking_id)
    assert (session.status, session.ends_at) == (SessionStatus.ACTIVE, new + timedelta(minutes=30))
    await set_clock(world, 30, of=new)
    assert (await load_booked_session(world, booking_id)).ended_by is EndedBy.TIMEOUT


async def test_time_in_which_the_clock_stood_still_is_not_served(world: World) -> None:
    """
    Of 30 minutes the expert gives 10: five before the alarm, and five after it. The 20 of the alarm are nobody's.
    """
    booking_id = await book_session(world)
    await set_clock(world, 0)
    for person in (ANA, EXPERT):
        await call_successfully(world, person, "join_session", session_id=booking_id)
    await set_clock(world, 5)
    await post_message(world, ANA, booking_id, "m-1", CRY)
    await post_message(world, EXPERT, booking_id, "m-2", "Aku di sini")
    await world.deliver()
    await set_clock(world, 25)
    assert (await end_alarm(world, booking_id, EXPERT)).status == 200
    session = await load_booked_session(world, booking_id)
    assert session.ends_at == session.agreed_end == START + timedelta(minutes=50)

    await set_clock(world, 30)
    await call_successfully(world, EXPERT, "end_session", session_id=booking_id)
    await world.deliver()
    await set_clock(world, 33)

    decision = await call_successfully(world, ANA, "get_attendance", session_id=booking_id)
    assert (decision["outcome"], decision["refund"]["amount"]) == ("ended_early", 157_500 * 66 // 100)
