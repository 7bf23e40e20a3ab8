"""A crisis in a session: help is shown, a supervisor is alerted, and the session does not end by its timer."""

import pytest

from functions.chat.list_messages import list_messages
from functions.chat.send_message import send_message
from functions.pairing.accept_pairing import accept_pairing
from functions.pairing.take_silent_experts_offline import take_silent_experts_offline
from functions.sessions.end_session import end_session
from functions.sessions.extend_session import extend_session
from functions.sessions.raise_crisis import raise_crisis
from functions.sessions.remind_of_crises import remind_of_crises
from shared.chat import store as chat
from shared.chat.settings import ChatSettings
from shared.orders import store as orders
from shared.sessions import store as sessions
from tests.chat.builders import a_text_message, create_room, post_message
from tests.pairing.steps import TRIAL_CUSTOMER, load_session, pay_for_pairing, put_experts_online, start_session
from tests.world import ADMIN, ANA, World

pytestmark = pytest.mark.emulator

CRY = "Aku rasanya ingin mengakhiri hidup saja"


async def _cards(world: World, room_id: str) -> list[list[str]]:
    answer = await world.call(list_messages, {"room_id": room_id}, as_=TRIAL_CUSTOMER)
    notices = [item["notice"] for item in answer.body["items"] if item["notice"]]
    return [[line["phone"] for line in notice["hotlines"]] for notice in notices if notice["kind"] == "crisis"]


async def test_words_that_admins_keep_are_heard(world: World) -> None:
    """However often they are said in a quarter of an hour, the card is shown once; the time stands still from then."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi)
    world.later(minutes=5)

    await post_message(world, TRIAL_CUSTOMER, session_id, "m-1", CRY)
    await post_message(world, TRIAL_CUSTOMER, session_id, "m-2", "BUNUH  DIRI!!")
    await world.deliver()
    world.later(minutes=10)
    await post_message(world, TRIAL_CUSTOMER, session_id, "m-3", CRY)
    await world.deliver()
    world.later(hours=1)
    await world.deliver()

    assert await _cards(world, session_id) == [["119 ext 8", "112"]]
    stopped = await load_session(world, session_id)
    assert (stopped.status, stopped.ends_at, stopped.left_seconds) == ("active", None, 600)
    assert (await world.call(send_message, a_text_message(session_id, "m-4"), as_=TRIAL_CUSTOMER)).status == 200


async def test_a_supervisor_is_woken_and_nothing_of_the_text_is_logged(world: World) -> None:
    """One line, which names the room and no word of what was said."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi)

    await post_message(world, TRIAL_CUSTOMER, session_id, "m-1", CRY)
    await world.deliver()

    alerts = [line for line in world.log_lines if line["severity"] == "ERROR"]
    assert [(line["message"], line["room_id"]) for line in alerts] == [("crisis in a session", session_id)]
    assert "hidup" not in world.log.getvalue()


async def test_the_experts_button_does_the_same(world: World) -> None:
    """For what no list of words would find."""
    dewi, eko = await put_experts_online(world, "dewi", "eko")
    session_id = await start_session(world, dewi)

    strange = await world.call(raise_crisis, {"session_id": session_id}, as_=eko)
    answers = [await world.call(raise_crisis, {"session_id": session_id}, as_=dewi) for _ in range(2)]
    await world.deliver()

    assert (strange.status, strange.code) == (404, "session_not_found")
    assert [answer.status for answer in answers] == [200, 200]
    assert len(await _cards(world, session_id)) == 1


@pytest.mark.parametrize("words", ["Aku mau hidup sehat", "Film ini mematikan!", "bunuh dirigen"])
async def test_other_words_are_only_words(world: World, words: str) -> None:
    """Nobody is woken for them."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi)

    await post_message(world, TRIAL_CUSTOMER, session_id, "m-1", words)
    await world.deliver()

    assert await _cards(world, session_id) == []


async def test_it_is_for_meetings_and_as_admins_set_it(world: World) -> None:
    """Two friends quote a song; and where an admin has excepted a phrase, it is only words."""
    (dewi,) = await put_experts_online(world, "dewi")
    friends = await create_room(world, "ana", "budi")
    await post_message(world, ANA, friends, "m-1", CRY)
    await world.put_documents((chat.SETTINGS, ChatSettings(crisis_exceptions=(CRY,))))
    session_id = await start_session(world, dewi)
    await post_message(world, TRIAL_CUSTOMER, session_id, "m-1", CRY)

    await world.deliver()

    assert await _cards(world, session_id) == []
    assert await _cards(world, friends) == []


async def test_nobody_gives_up_in_a_crisis(world: World) -> None:
    """The expert's phone dies and nobody else is there: it rings on and on, and a supervisor is woken each time."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi)
    await post_message(world, TRIAL_CUSTOMER, session_id, "m-1", CRY)
    await world.deliver()
    world.later(minutes=2)
    await world.call.run_schedule(take_silent_experts_offline, due_at=world.now)

    for _ in range(8):
        await world.deliver()
        world.later(seconds=60)
    searching = await load_session(world, session_id)
    (eko,) = await put_experts_online(world, "eko")
    taken = await world.call(accept_pairing, {"pairing_id": searching.pairing_id}, as_=eko)

    assert searching.status == "searching"
    assert "no expert found for a session in crisis" in {
        line["message"] for line in world.log_lines if line["severity"] == "ERROR"
    }
    assert taken.status == 200
    assert (await world.call(send_message, a_text_message(session_id, "m-2"), as_=TRIAL_CUSTOMER)).status == 200


async def test_a_crisis_that_goes_on_is_remembered(world: World) -> None:
    """Each hour somebody is woken, until it is ended by a person."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi)
    await world.call(raise_crisis, {"session_id": session_id}, as_=dewi)
    await world.deliver()

    runs = [await world.call.run_schedule(remind_of_crises, due_at=world.later(hours=hours)) for hours in (0.5, 1, 1)]
    await world.call(end_session, {"session_id": session_id}, as_=ADMIN)
    runs.append(await world.call.run_schedule(remind_of_crises, due_at=world.later(hours=1)))

    assert [run.body["counted"] for run in runs] == [0, 1, 1, 0]
    told = [line["sessions"] for line in world.log_lines if line["message"] == "open crises: 1"]
    assert told == [[session_id], [session_id]]


async def test_time_that_was_ordered_before_a_crisis_is_paid_back(world: World) -> None:
    """Nobody pays for time that stands still; the mail does not say that the session is over."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi)
    order = await world.call(extend_session, {"session_id": session_id}, as_=TRIAL_CUSTOMER)
    await world.call(raise_crisis, {"session_id": session_id}, as_=dewi)
    await world.deliver()

    await pay_for_pairing(world, order.body["order_id"])

    kept = await world.get(orders.order_ref(order.body["order_id"]))
    assert kept is not None
    assert (kept.refunded_amount, kept.refunds[0].cause) == (kept.total.amount, "not_extended")
    assert "tidak perlu" in next(mail["text"] for mail in await world.sent_mails() if kept.id in mail["subject"])
    claim = await world.get(sessions.next_extension_ref(await load_session(world, session_id)))
    assert claim is None or claim.is_free_at(world.now)


async def test_time_is_not_sold_in_a_crisis(world: World) -> None:
    """The session goes on for as long as it is needed."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi)
    await world.call(raise_crisis, {"session_id": session_id}, as_=dewi)
    await world.deliver()

    answer = await world.call(extend_session, {"session_id": session_id}, as_=TRIAL_CUSTOMER)

    assert (answer.status, answer.code) == (409, "session_in_crisis")
