"""A session's time: it runs out, whatever becomes of the timers."""

import asyncio
from datetime import timedelta

import pytest

from functions.chat.send_message import send_message
from functions.orders.cancel_order import cancel_order
from functions.sessions.end_session import end_session
from functions.sessions.expire_overdue_sessions import expire_overdue_sessions
from functions.sessions.extend_session import extend_session
from functions.sessions.get_session import get_session
from functions.sessions.join_session import join_session
from shared.chat import store as chat
from shared.kernel.ids import RoomId
from shared.orders import store as orders
from tests.builders import NOON
from tests.chat.builders import a_text_message
from tests.orders.steps import deliver_invoice_callback
from tests.pairing.steps import (
    TRIAL_CUSTOMER,
    load_session,
    pay_for_pairing,
    put_experts_online,
    register_customers,
    start_session,
)
from tests.world import EXPERT, Person, World

pytestmark = pytest.mark.emulator


async def test_it_ends_by_itself_with_two_warnings(world: World) -> None:
    """Five minutes and one minute before; then it is over, and so is the talking."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi)

    for _ in range(15):
        world.later(minutes=1)
        await world.deliver()

    ended = await load_session(world, session_id)
    assert (ended.status, ended.ended_by, ended.ended_at) == ("ended", "timeout", NOON + timedelta(minutes=15))
    notices = [
        m.notice for m in reversed(await world.reader.query(chat.messages_query(RoomId(session_id)))) if m.notice
    ]
    assert [(notice.kind, notice.minutes) for notice in notices] == [
        ("opened", None),
        ("ending", 5),
        ("ending", 1),
        ("closed", None),
    ]


async def test_late_timers_let_nobody_talk_on(world: World) -> None:
    """What counts is the clock, at every message; the sweep ends it in the end."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi)
    world.sent.entries.clear()
    world.later(minutes=15)

    said = await world.call(send_message, a_text_message(session_id, "m-1"), as_=TRIAL_CUSTOMER)
    joined = await world.call(join_session, {"session_id": session_id}, as_=dewi)
    await world.call.run_schedule(expire_overdue_sessions, due_at=world.now)
    await world.deliver()

    assert (said.status, said.code) == (409, "room_closed")
    assert (joined.status, joined.code, joined.body["ended_by"]) == (409, "session_over", "timeout")
    assert (await load_session(world, session_id)).ended_by == "timeout"


async def test_it_ends_once(world: World) -> None:
    """By whoever is first, however many end it at once, and by its timer besides."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi)
    world.later(minutes=1)

    answers = await asyncio.gather(
        *(
            world.call(end_session, {"session_id": session_id}, as_=who)
            for who in (dewi, TRIAL_CUSTOMER, dewi, TRIAL_CUSTOMER)
        )
    )
    world.later(minutes=20)
    await world.deliver()

    assert {answer.status for answer in answers} == {200}
    assert len({answer.body["ended_by"] for answer in answers}) == 1
    assert world.sent_event_types.count("SessionEnded") == 0
    ended = await load_session(world, session_id)
    assert ended.ended_at == NOON + timedelta(minutes=1)
    assert (await world.call(send_message, a_text_message(session_id, "m-1"), as_=TRIAL_CUSTOMER)).code == "room_closed"


async def test_more_time_is_bought(world: World) -> None:
    """As soon as it is paid for, once for each order; the first end's timer comes to nothing."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi)

    order = await world.call(extend_session, {"session_id": session_id}, as_=TRIAL_CUSTOMER)
    await pay_for_pairing(world, order.body["order_id"])
    await deliver_invoice_callback(world, order.body["order_id"], "PAID")
    await world.deliver()
    world.later(minutes=20)
    await world.deliver()

    longer = await load_session(world, session_id)
    assert (longer.status, longer.ends_at, longer.minutes) == ("active", NOON + timedelta(minutes=30), 30)
    assert (await world.call(send_message, a_text_message(session_id, "m-1"), as_=TRIAL_CUSTOMER)).status == 200


@pytest.mark.parametrize(
    ("locale", "name"),
    [("id", "Perpanjangan sesi 15 menit"), ("en", "Extension of a session by 15 minutes")],
)
async def test_more_time_is_named_in_the_buyers_language(world: World, locale: str, name: str) -> None:
    """The order and the invoice call the extension as the buyer reads, whatever the app asks for."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi)
    await register_customers(world, TRIAL_CUSTOMER.uid, locale=locale)

    order = await world.call(extend_session, {"session_id": session_id}, as_=TRIAL_CUSTOMER)

    assert [item["name"] for item in order.body["items"]] == [name]


async def test_more_time_is_ordered_once_at_a_time(world: World) -> None:
    """Who asks again, twice at once or after paying, is shown the order that there is; the next is another."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi)
    body = {"session_id": session_id}

    first, second = await asyncio.gather(*[world.call(extend_session, body, as_=TRIAL_CUSTOMER) for _ in range(2)])
    third = await world.call(extend_session, body, as_=TRIAL_CUSTOMER)
    await pay_for_pairing(world, first.body["order_id"])
    fourth = await world.call(extend_session, body, as_=TRIAL_CUSTOMER)
    world.later(minutes=4)
    await world.deliver()

    assert [answer.status for answer in (first, second, third, fourth)] == [200] * 4
    assert first.body["order_id"] == second.body["order_id"] == third.body["order_id"] != fourth.body["order_id"]
    assert third.body["checkout_url"] is not None
    assert (await world.list_xendit_records("invoices"))["payable"] == 1


async def test_an_extension_that_was_called_off_can_be_ordered_again(world: World) -> None:
    """What a cancelled order held is free at once."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi)
    first = await world.call(extend_session, {"session_id": session_id}, as_=TRIAL_CUSTOMER)

    await world.call(cancel_order, {"order_id": first.body["order_id"]}, as_=TRIAL_CUSTOMER)
    again = await world.call(extend_session, {"session_id": session_id}, as_=TRIAL_CUSTOMER)

    assert (again.status, again.body["status"]) == (200, "PENDING")
    assert again.body["order_id"] != first.body["order_id"]


async def test_time_that_is_paid_for_too_late_is_paid_back(world: World) -> None:
    """The session was over by then."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi)
    world.later(minutes=14)
    order = await world.call(extend_session, {"session_id": session_id}, as_=TRIAL_CUSTOMER)
    world.later(minutes=2)

    await pay_for_pairing(world, order.body["order_id"])

    kept = await world.get(orders.order_ref(order.body["order_id"]))
    assert kept is not None
    assert (kept.refunded_amount, kept.refunds[0].cause) == (kept.total.amount, "not_extended")
    assert (await load_session(world, session_id)).status == "ended"


async def test_a_session_is_nobody_elses(world: World) -> None:
    """Strangers, other experts and other customers do not find it."""
    dewi, eko = await put_experts_online(world, "dewi", "eko")
    session_id = await start_session(world, dewi)
    body = {"session_id": session_id}

    answers = [
        await world.call(function, body, as_=who)
        for function in (get_session, join_session, end_session)
        for who in (eko, Person("budi"), EXPERT)
        if who.uid != "dewi"
    ]

    assert {(answer.status, answer.code) for answer in answers} == {(404, "session_not_found")}
    assert (await load_session(world, session_id)).status == "active"
