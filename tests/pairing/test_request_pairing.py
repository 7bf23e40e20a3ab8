"""Customers call: by trial, by credit, or for money; what led to nothing comes back."""

import pytest

from functions.pairing.cancel_pairing import cancel_pairing
from functions.pairing.expire_overdue_pairings import expire_overdue_pairings
from functions.pairing.get_my_pairing import get_my_pairing
from functions.pairing.grant_pairing_credits import grant_pairing_credits
from functions.pairing.request_pairing import request_pairing
from shared.orders import store as orders
from shared.orders.models import OrderStatus
from shared.pairing import store
from shared.pairing.settings import PairingSettings
from tests.pairing.steps import (
    PAYING_CUSTOMER,
    TRIAL_CUSTOMER,
    load_pairing,
    pay_for_pairing,
    put_experts_online,
    register_customers,
    request_open_pairing,
)
from tests.world import ADMIN, EXPERT, NOBODY, Person, World, alias_of_user

pytestmark = pytest.mark.emulator


async def test_a_verified_phone_has_one_trial(world: World) -> None:
    """Whoever signs in with it; after that there is something to pay."""
    pairing_id = await request_open_pairing(world)
    twin = Person("twin", claims=TRIAL_CUSTOMER.claims)
    await register_customers(world, "twin")

    answer = await world.call(request_pairing, as_=twin)

    assert (await load_pairing(world, pairing_id)).entitlement.kind == "trial"
    assert (answer.status, answer.body["status"], answer.body["paid_by"]) == (200, "awaiting_payment", "order")


@pytest.mark.parametrize(("locale", "name"), [("id", "Panggilan dengan mentor"), ("en", "Call with an expert")])
async def test_a_call_is_named_in_the_buyers_language(world: World, locale: str, name: str) -> None:
    """The order, the payment page and the invoice call it as the buyer reads."""
    await register_customers(world, "budi", locale=locale)

    answer = await world.call(request_pairing, as_=PAYING_CUSTOMER)

    order_id = (await load_pairing(world, answer.body["pairing_id"])).entitlement.order_id
    order = await world.get(orders.order_ref(order_id or ""))
    assert order is not None
    assert [item.name for item in order.items] == [name]


async def test_without_a_verified_phone_there_is_no_trial(world: World) -> None:
    """A number that somebody only says is theirs does not count."""
    await register_customers(world, "budi", phone="081234567890")

    answer = await world.call(request_pairing, as_=PAYING_CUSTOMER)

    assert (answer.body["paid_by"], answer.body["status"]) == ("order", "awaiting_payment")
    assert answer.body["checkout_url"]


async def test_a_paid_call_goes_out_when_the_money_is_there(world: World) -> None:
    """Not before: then the experts see it, and its time begins."""
    await register_customers(world, "budi")
    answer = await world.call(request_pairing, as_=PAYING_CUSTOMER)
    world.later(minutes=3)

    await pay_for_pairing(world, answer.body["order_id"])

    pairing = await load_pairing(world, answer.body["pairing_id"])
    assert (pairing.status, pairing.called_at) == ("searching", world.now)


async def test_one_open_call_a_customer(world: World) -> None:
    """The second is told which the first is; after cancelling there may be another."""
    pairing_id = await request_open_pairing(world)

    again = await world.call(request_pairing, as_=TRIAL_CUSTOMER)

    assert (again.status, again.code, again.body["pairing_id"]) == (409, "already_searching", pairing_id)
    assert (await world.call(get_my_pairing, as_=TRIAL_CUSTOMER)).body["pairing_id"] == pairing_id
    assert (await world.call(cancel_pairing, {"pairing_id": pairing_id}, as_=TRIAL_CUSTOMER)).status == 200
    assert (await world.call(get_my_pairing, as_=TRIAL_CUSTOMER)).body["end_reason"] == "cancelled"
    assert (await world.call(request_pairing, as_=TRIAL_CUSTOMER)).body["paid_by"] == "trial"


async def test_credits_go_first_and_come_back(world: World) -> None:
    """A call that is called off costs nothing; twice it cannot be."""
    await register_customers(world, "ana")
    granted = await world.call(grant_pairing_credits, {"user_id": "ana", "credits": 1}, as_=ADMIN)
    pairing_id = await request_open_pairing(world)

    answers = [await world.call(cancel_pairing, {"pairing_id": pairing_id}, as_=TRIAL_CUSTOMER) for _ in range(2)]

    assert granted.body["credits"] == 1
    assert [answer.status for answer in answers] == [200, 409]
    assert answers[1].code == "pairing_over"
    standing = await world.get(store.caller_account_ref(alias_of_user("ana")))
    assert standing is not None
    assert (standing.credits, standing.open) == (1, None)


async def test_nobody_answers(world: World) -> None:
    """Round after round the call goes out again; after the last one the trial is there as before."""
    await put_experts_online(world, "dewi")
    pairing_id = await request_open_pairing(world)
    rounds = []

    for _ in range(3):
        rounds.append((await load_pairing(world, pairing_id)).round)
        world.later(seconds=60)
        await world.deliver()

    assert rounds == [1, 2, 3]
    assert (await load_pairing(world, pairing_id)).status == "expired"
    assert (await world.call(request_pairing, as_=TRIAL_CUSTOMER)).body["paid_by"] == "trial"


async def test_nobody_answers_and_the_timers_are_lost(world: World) -> None:
    """The sweep ends what is overdue."""
    pairing_id = await request_open_pairing(world)
    world.sent.entries.clear()
    world.later(minutes=3)

    await world.call.run_schedule(expire_overdue_pairings, due_at=world.now)
    await world.deliver()

    assert (await load_pairing(world, pairing_id)).status == "expired"


async def test_money_for_a_call_that_nobody_took_goes_back(world: World) -> None:
    """All of it, and the customer may call again."""
    await register_customers(world, "budi")
    answer = await world.call(request_pairing, as_=PAYING_CUSTOMER)
    await pay_for_pairing(world, answer.body["order_id"])
    for _ in range(3):
        world.later(seconds=60)
        await world.deliver()

    order = await world.get(orders.order_ref(answer.body["order_id"]))

    assert order is not None
    assert (order.refunded_amount, order.total.amount) == (50_000, 50_000)
    assert order.refunds[0].cause == "nobody_found"
    assert (await world.call(get_my_pairing, as_=PAYING_CUSTOMER)).body["end_reason"] == "nobody"


async def test_a_call_that_is_called_off_before_it_was_paid(world: World) -> None:
    """Its order is cancelled; money that comes all the same goes back."""
    await register_customers(world, "budi")
    answer = await world.call(request_pairing, as_=PAYING_CUSTOMER)

    await world.call(cancel_pairing, {"pairing_id": answer.body["pairing_id"]}, as_=PAYING_CUSTOMER)
    await world.deliver()

    order = await world.get(orders.order_ref(answer.body["order_id"]))
    assert order is not None
    assert order.status is OrderStatus.CANCELLED


async def test_without_an_account_there_are_only_so_many_sessions(world: World) -> None:
    """Then it is time to register; who has, goes on."""
    await register_customers(world, "ana", anonymous=True)
    await world.put_documents((store.SETTINGS, PairingSettings(anonymous_sessions=0)))
    nameless = Person("ana", anonymous=True)

    answer = await world.call(request_pairing, as_=nameless)

    assert (answer.status, answer.code, answer.body["after"]) == (403, "must_register", 0)
    assert (await world.call(request_pairing, as_=TRIAL_CUSTOMER)).status == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [({"mood": "hungry"}, "mood"), ({"topic": ""}, "topic"), ({"topic": "x" * 201}, "topic"), ({"price": 1}, "price")],
)
async def test_a_call_that_cannot_be_understood(world: World, body: dict[str, object], field: str) -> None:
    """The field is named, and nobody is called."""
    await register_customers(world, "ana")

    answer = await world.call(request_pairing, body, as_=TRIAL_CUSTOMER)

    assert (answer.status, answer.invalid_fields) == (422, [field])
    assert await world.get(store.caller_account_ref(alias_of_user("ana"))) is None


async def test_others_calls_are_nobodys_business(world: World) -> None:
    """Neither strangers nor experts cancel them."""
    pairing_id = await request_open_pairing(world)

    answers = [
        await world.call(cancel_pairing, {"pairing_id": pairing_id}, as_=who)
        for who in (PAYING_CUSTOMER, EXPERT, NOBODY)
    ]

    assert [answer.status for answer in answers] == [404, 403, 401]
    assert (await load_pairing(world, pairing_id)).status == "searching"
