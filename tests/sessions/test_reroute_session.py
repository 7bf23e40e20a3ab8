"""A session outlives its expert: room, history, pseudonym and time stay the customer's."""

from datetime import timedelta

import pytest

from functions.chat.block_user import block_user
from functions.chat.list_messages import list_messages
from functions.chat.list_rooms import list_rooms
from functions.chat.send_message import send_message
from functions.chat.unblock_user import unblock_user
from functions.pairing.accept_pairing import accept_pairing
from functions.pairing.get_my_pairing import get_my_pairing
from functions.pairing.take_silent_experts_offline import take_silent_experts_offline
from functions.sessions.end_session import end_session
from functions.sessions.expire_overdue_sessions import expire_overdue_sessions
from functions.sessions.extend_session import extend_session
from functions.sessions.list_sessions import list_sessions
from functions.sessions.raise_crisis import raise_crisis
from functions.sessions.reroute_session import reroute_session
from functions.sessions.reroute_unanswered_sessions import reroute_unanswered_sessions
from shared.chat import store as chat
from shared.kernel.ids import RoomId
from shared.orders import store as orders
from shared.pairing import store
from tests.builders import NOON
from tests.chat.builders import a_text_message, post_message
from tests.pairing.steps import (
    TRIAL_CUSTOMER,
    load_pairing,
    load_session,
    pay_for_pairing,
    put_experts_online,
    send_heartbeats,
    start_session,
)
from tests.world import ADMIN, World, alias_in_session, alias_of_user

pytestmark = pytest.mark.emulator


async def test_a_silent_experts_session_goes_to_another(world: World) -> None:
    """The clock stands still meanwhile; the new expert reads what was said, the old one sees nothing any more."""
    dewi, eko = await put_experts_online(world, "dewi", "eko")
    session_id = await start_session(world, dewi)
    await post_message(world, TRIAL_CUSTOMER, session_id, "m-1", "Halo?")
    await post_message(world, dewi, session_id, "m-2", "Halo, apa kabar?")
    world.later(seconds=80)
    await send_heartbeats(world, eko)
    world.later(seconds=40)

    await world.call.run_schedule(take_silent_experts_offline, due_at=world.now)
    await world.deliver()
    searching = await load_session(world, session_id)
    waiting = await world.call(get_my_pairing, as_=TRIAL_CUSTOMER)
    world.later(seconds=20)
    taken = await world.call(accept_pairing, {"pairing_id": waiting.body["pairing_id"]}, as_=eko)

    assert (searching.status, searching.left_seconds, searching.ends_at) == ("searching", 13 * 60, None)
    assert (taken.status, taken.body["session_id"], taken.body["expert"]) == (200, session_id, "eko")
    after = await load_session(world, session_id)
    assert after.ends_at == world.now + timedelta(minutes=13)
    assert after.pseudonym == searching.pseudonym
    said = await world.call(list_messages, {"room_id": session_id}, as_=eko)
    assert [item["body"] for item in said.body["items"] if item["kind"] == "text"] == ["Halo?", "Halo, apa kabar?"]
    assert (await world.call(list_messages, {"room_id": session_id}, as_=dewi)).status == 404
    await post_message(world, eko, session_id, "m-3")
    await post_message(world, TRIAL_CUSTOMER, session_id, "m-4")


async def test_who_accepts_and_says_nothing_loses_the_session(world: World) -> None:
    """After two minutes; one who has written keeps it, though nothing else had noticed."""
    dewi, eko = await put_experts_online(world, "dewi", "eko")
    quiet = await start_session(world, dewi)
    world.later(seconds=60)
    await send_heartbeats(world, dewi, eko)
    world.later(seconds=59)

    await world.call.run_schedule(reroute_unanswered_sessions, due_at=world.now)
    before = await load_session(world, quiet)
    world.later(seconds=1)
    await world.call.run_schedule(reroute_unanswered_sessions, due_at=world.now)
    await world.deliver()

    assert before.status == "active"
    assert (await load_session(world, quiet)).status == "searching"
    assert (await load_session(world, quiet)).experts_before == ("dewi",)


async def test_who_has_written_keeps_the_session(world: World) -> None:
    """Writing is answering."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi)
    await post_message(world, dewi, session_id, "m-1")
    world.later(minutes=3)

    await world.call.run_schedule(reroute_unanswered_sessions, due_at=world.now)
    await world.deliver()

    answered = await load_session(world, session_id)
    assert (answered.status, answered.expert) == ("active", "dewi")
    assert answered.answered_at is not None


async def test_an_admin_gives_it_to_whom_they_name(world: World) -> None:
    """At once, without asking; or to nobody who is not there."""
    dewi, eko = await put_experts_online(world, "dewi", "eko")
    session_id = await start_session(world, dewi)
    world.later(seconds=30)

    gone = await world.call(reroute_session, {"session_id": session_id, "expert_id": "gita"}, as_=ADMIN)
    moved = await world.call(reroute_session, {"session_id": session_id, "expert_id": "eko"}, as_=ADMIN)
    await world.deliver()

    assert (gone.status, gone.code) == (409, "not_online")
    assert moved.status == 200
    now_eko = await load_session(world, session_id)
    assert (now_eko.status, now_eko.expert, now_eko.ends_at) == ("active", "eko", NOON + timedelta(minutes=15))
    diary = await world.get(store.availability_ref("dewi"))
    assert diary is not None
    assert diary.sessions == ()
    listed = await world.call(list_sessions, {"status": "active"}, as_=ADMIN)
    assert [one["session_id"] for one in listed.body["items"]] == [session_id]
    assert (await world.call(send_message, a_text_message(session_id, "m-1"), as_=eko)).status == 200


async def test_nobody_else_is_found(world: World) -> None:
    """The session ends, the trial is given back, and the customer may call again."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi)
    world.later(minutes=2)

    await world.call.run_schedule(take_silent_experts_offline, due_at=world.now)
    for _ in range(4):
        await world.deliver()
        world.later(seconds=60)
    await world.deliver()

    ended = await load_session(world, session_id)
    assert (ended.status, ended.ended_by) == ("ended", "system")
    standing = await world.get(store.caller_account_ref(alias_of_user("ana")))
    assert standing is not None
    assert standing.open is None
    assert (await world.call(send_message, a_text_message(session_id, "m-9"), as_=TRIAL_CUSTOMER)).code == "room_closed"


async def test_a_customer_who_has_waited_long_enough_ends_it(world: World) -> None:
    """Nobody is looked for any more."""
    dewi, eko = await put_experts_online(world, "dewi", "eko")
    session_id = await start_session(world, dewi)
    await world.call(reroute_session, {"session_id": session_id}, as_=ADMIN)
    await world.deliver()
    pairing_id = (await world.call(get_my_pairing, as_=TRIAL_CUSTOMER)).body["pairing_id"]

    ended = await world.call(end_session, {"session_id": session_id}, as_=TRIAL_CUSTOMER)
    await world.deliver()

    assert ended.body["ended_by"] == "customer"
    assert (await load_pairing(world, pairing_id)).status == "cancelled"
    late = await world.call(accept_pairing, {"pairing_id": pairing_id}, as_=eko)
    assert (late.status, late.code) == (409, "pairing_over")


async def test_in_a_crisis_the_clock_stands_still_for_the_next_expert_too(world: World) -> None:
    """The room stays open and the card stays where it is, however long it takes."""
    dewi, eko = await put_experts_online(world, "dewi", "eko")
    session_id = await start_session(world, dewi)
    world.later(minutes=1)
    await world.call(raise_crisis, {"session_id": session_id}, as_=dewi)
    await world.deliver()

    await world.call(reroute_session, {"session_id": session_id, "expert_id": "eko"}, as_=ADMIN)
    await world.deliver()
    world.later(hours=2)
    await world.call.run_schedule(expire_overdue_sessions, due_at=world.now)
    await world.deliver()

    held = await load_session(world, session_id)
    assert (held.status, held.expert, held.ends_at, held.left_seconds) == ("active", "eko", None, 14 * 60)
    assert (await world.call(send_message, a_text_message(session_id, "m-1"), as_=eko)).status == 200


async def test_a_crisis_that_is_heard_while_nobody_is_there(world: World) -> None:
    """Whoever comes next finds the clock standing still."""
    dewi, eko = await put_experts_online(world, "dewi", "eko")
    session_id = await start_session(world, dewi)
    await world.call(reroute_session, {"session_id": session_id}, as_=ADMIN)
    await world.deliver()
    await post_message(world, TRIAL_CUSTOMER, session_id, "m-1", "Aku rasanya ingin mengakhiri hidup saja")
    await world.deliver()
    pairing_id = (await world.call(get_my_pairing, as_=TRIAL_CUSTOMER)).body["pairing_id"]

    taken = await world.call(accept_pairing, {"pairing_id": pairing_id}, as_=eko)

    assert (taken.status, taken.body["crisis"], taken.body["ends_at"]) == (200, True, None)


async def test_time_that_was_bought_goes_back_with_the_rest(world: World) -> None:
    """Nobody could be found to go on: what was paid to make the session longer is paid back, once."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi)
    order = await world.call(extend_session, {"session_id": session_id}, as_=TRIAL_CUSTOMER)
    await pay_for_pairing(world, order.body["order_id"])
    await world.call(reroute_session, {"session_id": session_id}, as_=ADMIN)

    for _ in range(4):
        await world.deliver()
        world.later(seconds=60)
    await world.deliver()

    assert (await load_session(world, session_id)).ended_by == "system"
    longer = await world.get(orders.order_ref(order.body["order_id"]))
    assert longer is not None
    assert (longer.refunded_amount, [refund.cause for refund in longer.refunds]) == (
        longer.total.amount,
        ["nobody_found"],
    )


async def test_an_admin_gives_it_back_to_who_had_it_before(world: World) -> None:
    """They are passed over only by calls that are for anybody."""
    dewi, _ = await put_experts_online(world, "dewi", "eko")
    session_id = await start_session(world, dewi)
    await world.call(reroute_session, {"session_id": session_id, "expert_id": "eko"}, as_=ADMIN)
    await world.deliver()

    await world.call(reroute_session, {"session_id": session_id, "expert_id": "dewi"}, as_=ADMIN)
    await world.deliver()

    back = await load_session(world, session_id)
    assert (back.status, back.expert) == ("active", "dewi")
    assert (await world.call(send_message, a_text_message(session_id, "m-1"), as_=dewi)).status == 200


async def test_to_whom_has_it_already_it_is_not_given(world: World) -> None:
    """Nothing happens, and nothing is told in the room."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi)

    same = await world.call(reroute_session, {"session_id": session_id, "expert_id": "dewi"}, as_=ADMIN)
    await world.deliver()

    now_dewi = await load_session(world, session_id)
    assert same.status == 200
    assert (now_dewi.status, now_dewi.expert, now_dewi.experts_before) == ("active", "dewi", ())


async def test_a_customer_who_has_blocked_their_expert_talks_to_the_next_one(world: World) -> None:
    """The room is in sight again: for the customer and the new expert, and no more for the old one."""
    dewi, eko = await put_experts_online(world, "dewi", "eko")
    session_id = await start_session(world, dewi)
    await post_message(world, TRIAL_CUSTOMER, session_id, "m-1", "Halo?")
    await world.call(block_user, {"user_id": "dewi"}, as_=TRIAL_CUSTOMER)

    await world.call(reroute_session, {"session_id": session_id, "expert_id": "eko"}, as_=ADMIN)
    await world.deliver()

    await post_message(world, eko, session_id, "m-2")
    await post_message(world, TRIAL_CUSTOMER, session_id, "m-3")
    rooms = {who.uid: (await world.call(list_rooms, as_=who)).body["items"] for who in (TRIAL_CUSTOMER, dewi, eko)}
    assert {uid: [room["room_id"] for room in listed] for uid, listed in rooms.items()} == {
        "ana": [session_id],
        "dewi": [],
        "eko": [session_id],
    }
    await world.call(unblock_user, {"user_id": "dewi"}, as_=TRIAL_CUSTOMER)
    assert (await world.call(list_messages, {"room_id": session_id}, as_=dewi)).status == 404
    inboxes = [await world.get(chat.inbox_ref(uid)) for uid in (alias_in_session("ana", session_id), "dewi")]
    assert [inbox.hidden for inbox in inboxes if inbox] == [{}, {}]


async def test_whoever_is_named_may_have_it_back_though_it_is_searched_for(world: World) -> None:
    """While every expert is called, an admin gives it to the one who had it; who is blocked gets none."""
    dewi, _ = await put_experts_online(world, "dewi", "eko")
    session_id = await start_session(world, dewi)
    await world.call(block_user, {"user_id": "eko"}, as_=TRIAL_CUSTOMER)
    await world.call(reroute_session, {"session_id": session_id}, as_=ADMIN)
    await world.deliver()

    unwanted = await world.call(reroute_session, {"session_id": session_id, "expert_id": "eko"}, as_=ADMIN)
    back = await world.call(reroute_session, {"session_id": session_id, "expert_id": "dewi"}, as_=ADMIN)
    await world.deliver()

    assert (unwanted.status, unwanted.code) == (409, "expert_unwanted")
    assert back.status == 200
    assert (await load_session(world, session_id)).expert == "dewi"


async def test_to_have_spoken_long_ago_is_not_to_answer(world: World) -> None:
    """Who gets a session back and says nothing loses it again."""
    dewi, eko = await put_experts_online(world, "dewi", "eko")
    session_id = await start_session(world, dewi)
    await post_message(world, dewi, session_id, "m-1")
    world.later(seconds=1)
    for uid in ("eko", "dewi"):
        await world.call(reroute_session, {"session_id": session_id, "expert_id": uid}, as_=ADMIN)
        await world.deliver()
    for seconds in (60, 61):
        world.later(seconds=seconds)
        await send_heartbeats(world, dewi, eko)

    await world.call.run_schedule(reroute_unanswered_sessions, due_at=world.now)
    await world.deliver()

    assert (await load_session(world, session_id)).status == "searching"


async def test_a_warning_whose_time_is_past_is_not_given(world: World) -> None:
    """Two minutes before the end another expert takes over: nobody is told of five."""
    dewi, _ = await put_experts_online(world, "dewi", "eko")
    session_id = await start_session(world, dewi)
    await post_message(world, dewi, session_id, "m-1")
    world.later(minutes=13)
    await world.deliver()
    await put_experts_online(world, "eko")

    await world.call(reroute_session, {"session_id": session_id, "expert_id": "eko"}, as_=ADMIN)
    for _ in range(3):
        await world.deliver()
        world.later(seconds=60)

    said = await world.reader.query(chat.messages_query(RoomId(session_id)))
    warned = [message.notice.minutes for message in reversed(said) if message.notice and message.notice.minutes]
    assert warned == [5, 1]


async def test_whom_a_session_is_given_to_is_called_alone(world: World) -> None:
    """Nobody else's phone rings for it."""
    dewi, _ = await put_experts_online(world, "dewi", "eko")
    session_id = await start_session(world, dewi)
    await world.deliver()
    before = len(await world.sent_pushes())

    await world.call(reroute_session, {"session_id": session_id, "expert_id": "eko"}, as_=ADMIN)
    await world.deliver()

    assert len(await world.sent_pushes()) == before
