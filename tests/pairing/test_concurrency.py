"""Pairings under concurrent requests: no call gets stuck, and no money is lost between two commits."""

import asyncio
from datetime import timedelta

import pytest

from functions.chat.send_message import send_message
from functions.orders.cancel_order import cancel_order
from functions.pairing.accept_pairing import accept_pairing
from functions.pairing.cancel_pairing import cancel_pairing
from functions.pairing.end_pairing_when_order_cancelled import end_pairing_when_order_cancelled
from functions.pairing.end_pairing_when_order_expired import end_pairing_when_order_expired
from functions.pairing.expire_pairing import expire_pairing
from functions.pairing.free_expert_when_session_ended import free_expert_when_session_ended
from functions.pairing.get_my_pairing import get_my_pairing
from functions.pairing.request_pairing import request_pairing
from functions.pairing.return_money_when_pairing_failed import return_money_when_pairing_failed
from functions.pairing.start_search_when_order_paid import start_search_when_order_paid
from functions.sessions.end_session import end_session
from functions.sessions.reroute_session import reroute_session
from shared.kernel.ids import OrderId
from shared.orders import store as orders
from shared.orders.models import OrderStatus
from shared.pairing import store
from shared.pairing.models import CallerAccount
from shared.pairing.settings import PairingSettings
from shared.runtime.specs import get_spec
from tests.chat.builders import a_text_message
from tests.orders.steps import deliver_invoice_callback, pay_invoice
from tests.pairing.steps import (
    PAYING_CUSTOMER,
    TRIAL_CUSTOMER,
    a_caller_account,
    load_pairing,
    load_session,
    pay_for_pairing,
    put_experts_online,
    register_customers,
    request_open_pairing,
    send_heartbeats,
    start_session,
)
from tests.world import ADMIN, Person, World, alias_of_user

pytestmark = pytest.mark.emulator


async def _to_pay(world: World, who: Person = PAYING_CUSTOMER) -> tuple[str, str]:
    """A call that waits for its money: its id and its order's."""
    await register_customers(world, who.uid)
    answer = await world.call(request_pairing, as_=who)
    assert answer.body["status"] == "awaiting_payment", answer.body
    return answer.body["pairing_id"], answer.body["order_id"]


async def _money(world: World, order_id: str) -> tuple[str, int]:
    order = await world.get(orders.order_ref(OrderId(order_id)))
    assert order is not None
    return order.status, order.refunded_amount


async def _standing(world: World, uid: str) -> CallerAccount:
    found = await world.get(store.caller_account_ref(alias_of_user(uid)))
    assert found is not None
    return found


async def test_two_calls_at_once_are_one(world: World) -> None:
    """A customer who taps twice calls once; the trial is used once."""
    await register_customers(world, "ana")

    answers = await asyncio.gather(*(world.call(request_pairing, as_=TRIAL_CUSTOMER) for _ in range(5)))

    assert sorted((answer.status, answer.code or "") for answer in answers) == [
        (200, ""),
        *[(409, "already_searching")] * 4,
    ]
    assert len(await world.reader.query(store.searching_pairings_query())) == 1


async def test_one_phone_has_one_trial_however_many_ask_at_once(world: World) -> None:
    """Five accounts of one verified phone: one of them need not pay."""
    twins = [Person(f"twin-{number}", claims=TRIAL_CUSTOMER.claims) for number in range(5)]
    await register_customers(world, *(twin.uid for twin in twins))

    answers = await asyncio.gather(*(world.call(request_pairing, as_=twin) for twin in twins))

    assert sorted(answer.body["paid_by"] for answer in answers) == [*["order"] * 4, "trial"]


async def test_paid_and_called_off_at_the_same_time(world: World) -> None:
    """The money is there, but nobody has heard of it yet: it all goes back, once, in whatever order that is heard."""
    pairing_id, order_id = await _to_pay(world)
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")

    answer = await world.call(cancel_pairing, {"pairing_id": pairing_id}, as_=PAYING_CUSTOMER)
    await world.deliver()

    assert answer.status == 200
    assert (await load_pairing(world, pairing_id)).status == "cancelled"
    order = await world.get(orders.order_ref(OrderId(order_id)))
    assert order is not None
    assert (order.refunded_amount, [refund.cause for refund in order.refunds]) == (50_000, ["call_cancelled"])
    assert (await _standing(world, "budi")).open is None


@pytest.mark.parametrize(("first", "cause"), [("paid", "call_over"), ("failed", "order_cancelled")])
async def test_the_news_of_a_payment_and_of_the_end_come_in_any_order(world: World, first: str, cause: str) -> None:
    """Whichever comes first gives the money back; the other finds nothing to do, and so does each a second time."""
    pairing_id, order_id = await _to_pay(world)
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.call(cancel_pairing, {"pairing_id": pairing_id}, as_=PAYING_CUSTOMER)
    (settle,) = [entry for entry in world.sent.entries if entry.type == "SettleInvoice"]
    world.sent.entries.remove(settle)
    (failed,) = [entry for entry in world.sent.entries if entry.type == "PairingFailed"]
    if first == "paid":
        world.sent.entries = [settle]
        await world.deliver()
    told = {"order_id": order_id, "paid_at": world.now.isoformat()}

    for turn in range(2):
        await world.call.push_event(return_money_when_pairing_failed, "PairingFailed", failed.payload, id=f"f-{turn}")
        await world.call.push_event(start_search_when_order_paid, "OrderPaid", told, id=f"p-{turn}")
    world.sent.entries.append(settle)
    await world.deliver()

    order = await world.get(orders.order_ref(OrderId(order_id)))
    assert order is not None
    assert (order.refunded_amount, [refund.cause for refund in order.refunds]) == (50_000, [cause])
    assert (await load_pairing(world, pairing_id)).status == "cancelled"


async def test_money_that_comes_after_the_time_to_pay(world: World) -> None:
    """The call has ended by then: the money goes back, and the customer may call again."""
    pairing_id, order_id = await _to_pay(world)
    world.later(minutes=16)
    await world.deliver()
    over = (await load_pairing(world, pairing_id)).status

    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()

    assert over == "expired"
    assert (await _money(world, order_id))[1] == 50_000
    assert (await _standing(world, "budi")).open is None
    assert (await world.call(request_pairing, as_=PAYING_CUSTOMER)).status == 200


async def test_an_order_that_was_paid_late_after_all_keeps_its_call(world: World) -> None:
    """That it had expired is heard after it was paid: the customer waits, and goes on waiting."""
    pairing_id, order_id = await _to_pay(world)
    await pay_for_pairing(world, order_id)
    told = {"order_id": order_id, "expired_at": world.now.isoformat()}

    late = await world.call.push_event(end_pairing_when_order_expired, "OrderExpired", told, id="e-late")
    told = {"order_id": order_id, "cancelled_at": world.now.isoformat()}
    wrong = await world.call.push_event(end_pairing_when_order_cancelled, "OrderCancelled", told, id="c-wrong")

    assert (late.status, wrong.status) == (200, 200)
    assert (await load_pairing(world, pairing_id)).status == "searching"


async def test_an_order_that_its_customer_cancels(world: World) -> None:
    """The call ends with it; once it is paid there is nothing to cancel, and the call goes on."""
    pairing_id, order_id = await _to_pay(world)
    cancelled = await world.call(cancel_order, {"order_id": order_id}, as_=PAYING_CUSTOMER)
    await world.deliver()
    again_id, again_order = await _to_pay(world)
    await pay_for_pairing(world, again_order)

    refused = await world.call(cancel_order, {"order_id": again_order}, as_=PAYING_CUSTOMER)
    await world.deliver()

    assert (cancelled.status, (await load_pairing(world, pairing_id)).status) == (200, "expired")
    assert (refused.status, refused.code) == (409, "order_not_open")
    assert (await load_pairing(world, again_id)).status == "searching"


async def test_a_call_that_costs_nothing_goes_out_without_a_payment(world: World) -> None:
    """Its order is paid as soon as it is made; when nobody comes, there is nothing to give back."""
    await world.put_documents((store.SETTINGS, PairingSettings(price=0, trial=False)))
    pairing_id, order_id = await _to_pay(world)

    await world.deliver()
    out = (await load_pairing(world, pairing_id)).status
    for _ in range(3):
        world.later(seconds=60)
        await world.deliver()

    assert out == "searching"
    assert (await load_pairing(world, pairing_id)).status == "expired"
    assert await _money(world, order_id) == (OrderStatus.PAID, 0)


async def test_a_rerouted_call_that_the_customer_cancels(world: World) -> None:
    """The session ends with it, its room closes, the credit is back; nobody has the customer any more."""
    (dewi,) = await put_experts_online(world, "dewi")
    await register_customers(world, "budi")
    await world.put_documents((store.caller_account_ref(alias_of_user("budi")), a_caller_account("budi", credits=1)))
    session_id = await start_session(world, dewi, PAYING_CUSTOMER)
    await world.call(reroute_session, {"session_id": session_id}, as_=ADMIN)
    await world.deliver()
    pairing_id = (await world.call(get_my_pairing, as_=PAYING_CUSTOMER)).body["pairing_id"]

    answer = await world.call(cancel_pairing, {"pairing_id": pairing_id}, as_=PAYING_CUSTOMER)
    await world.deliver()

    assert answer.body["status"] == "cancelled"
    ended = await load_session(world, session_id)
    assert (ended.status, ended.ended_by) == ("ended", "customer")
    assert ((await _standing(world, "budi")).open, (await _standing(world, "budi")).credits) == (None, 1)
    assert (
        await world.call(send_message, a_text_message(session_id, "m-1"), as_=PAYING_CUSTOMER)
    ).code == "room_closed"
    diary = await world.get(store.availability_ref("dewi"))
    assert diary is not None
    assert diary.sessions == ()


async def test_a_session_that_ends_while_another_expert_takes_it_over(world: World) -> None:
    """Nobody has heard of its end yet: the expert is told so, and has nobody."""
    dewi, eko = await put_experts_online(world, "dewi", "eko")
    session_id = await start_session(world, dewi)
    await world.call(reroute_session, {"session_id": session_id}, as_=ADMIN)
    await world.deliver()
    pairing_id = (await world.call(get_my_pairing, as_=TRIAL_CUSTOMER)).body["pairing_id"]

    await world.call(end_session, {"session_id": session_id}, as_=TRIAL_CUSTOMER)
    late = await world.call(accept_pairing, {"pairing_id": pairing_id}, as_=eko)
    await world.deliver()

    assert (late.status, late.code) == (409, "session_over")
    assert late.code in {error.code for error in get_spec(accept_pairing).raises}
    diary = await world.get(store.availability_ref("eko"))
    assert diary is not None
    assert diary.sessions == ()
    assert (await load_pairing(world, pairing_id)).status == "cancelled"


async def test_the_end_of_an_earlier_session_does_not_touch_the_next_call(world: World) -> None:
    """However late it is heard, and however often."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi)
    await world.call(end_session, {"session_id": session_id}, as_=dewi)
    (ended,) = [entry for entry in world.sent.entries if entry.type == "SessionEnded"]
    await world.deliver()
    await world.put_documents(
        (store.caller_account_ref(alias_of_user("ana")), (await _standing(world, "ana")).having(credits=1))
    )
    pairing_id = await request_open_pairing(world)

    for turn in range(2):
        await world.call.push_event(free_expert_when_session_ended, "SessionEnded", ended.payload, id=f"again-{turn}")

    assert (await _standing(world, "ana")).open == pairing_id
    assert (await load_pairing(world, pairing_id)).status == "searching"


async def test_a_timer_that_comes_a_moment_early_ends_no_round_and_is_not_lost(world: World) -> None:
    """Clocks differ: it comes again, and the call goes out a second time."""
    (dewi,) = await put_experts_online(world, "dewi", phones=True)
    pairing_id = await request_open_pairing(world)
    await world.deliver()
    (timer,) = [entry for entry in world.sent.entries if entry.type == "ExpirePairing"]
    world.sent.entries.remove(timer)
    world.later(seconds=59)
    await send_heartbeats(world, dewi)

    early = await world.call.deliver_task(expire_pairing, timer.payload, entry=timer)
    before = (await load_pairing(world, pairing_id)).round
    world.later(seconds=1)
    await world.deliver()

    assert early.status == 200
    assert (before, (await load_pairing(world, pairing_id)).round) == (1, 2)
    pushes = [push["message"] for push in await world.sent_pushes()]
    assert {push["data"]["pairing_id"] for push in pushes} == {pairing_id}
    assert [push["token"] for push in pushes] == ["phone-dewi"] * 2


async def test_a_timer_of_an_earlier_round_ends_nothing(world: World) -> None:
    """It comes late, when the next round has begun: that one lasts as long as it should."""
    pairing_id = await request_open_pairing(world)
    (timer,) = [entry for entry in world.sent.entries if entry.type == "ExpirePairing"]
    world.later(seconds=61)
    await world.deliver()
    world.later(seconds=20)

    await world.call.deliver_task(expire_pairing, timer.payload)

    pairing = await load_pairing(world, pairing_id)
    assert (pairing.status, pairing.round) == ("searching", 2)
    assert pairing.gives_up_at == world.now - timedelta(seconds=81) + timedelta(seconds=180)
