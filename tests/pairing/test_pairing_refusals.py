"""Refusals of a pairing name the reason, and open pairings show what the caller can do next."""

from typing import Any

import pytest

from functions.control_center.update_settings import update_settings
from functions.pairing.cancel_pairing import cancel_pairing
from functions.pairing.decline_pairing import decline_pairing
from functions.pairing.get_my_pairing import get_my_pairing
from functions.pairing.grant_pairing_credits import grant_pairing_credits
from functions.pairing.list_open_pairings import list_open_pairings
from functions.pairing.request_pairing import request_pairing
from functions.sessions.get_session import get_session
from shared.kernel.ids import PairingId
from shared.orders import store as orders
from shared.orders.models import OrderStatus
from shared.pairing import store
from shared.pairing.models import Availability
from tests.pairing.steps import (
    PAYING_CUSTOMER,
    TRIAL_CUSTOMER,
    pay_for_pairing,
    put_experts_online,
    register_customers,
    request_open_pairing,
    start_session,
)
from tests.world import ADMIN, ANA, EXPERT, Person, World, alias_of_user

pytestmark = pytest.mark.emulator


async def test_where_to_pay_is_shown_until_it_is_paid(world: World) -> None:
    """Whoever has closed the page finds it again; later there is nothing to pay."""
    await register_customers(world, PAYING_CUSTOMER.uid)
    asked = (await world.call(request_pairing, as_=PAYING_CUSTOMER)).body

    waiting = await world.call(get_my_pairing, as_=PAYING_CUSTOMER)
    await pay_for_pairing(world, asked["order_id"])
    out = await world.call(get_my_pairing, as_=PAYING_CUSTOMER)

    assert asked["checkout_url"] is not None
    assert (waiting.body["status"], waiting.body["checkout_url"]) == ("awaiting_payment", asked["checkout_url"])
    assert (out.body["status"], out.body["checkout_url"]) == ("searching", None)


async def test_an_order_that_has_run_out_is_not_to_be_paid(world: World) -> None:
    """Though its call does not know yet: no page is shown on which nothing can be paid."""
    await register_customers(world, PAYING_CUSTOMER.uid)
    asked = (await world.call(request_pairing, as_=PAYING_CUSTOMER)).body
    order = await world.get(orders.order_ref(asked["order_id"]))
    assert order is not None
    await world.put_documents((orders.order_ref(order.id), order.having(status=OrderStatus.EXPIRED)))

    answer = await world.call(get_my_pairing, as_=PAYING_CUSTOMER)

    assert (answer.body["status"], answer.body["checkout_url"]) == ("awaiting_payment", None)


async def test_only_open_calls_are_declined(world: World) -> None:
    """One that was never made, waits for its money, was called off or ran out is not there to be declined."""
    (dewi,) = await put_experts_online(world, "dewi")
    await register_customers(world, PAYING_CUSTOMER.uid)
    unpaid = (await world.call(request_pairing, as_=PAYING_CUSTOMER)).body["pairing_id"]
    gone = await request_open_pairing(world)
    await world.call(cancel_pairing, {"pairing_id": gone}, as_=TRIAL_CUSTOMER)
    late = await request_open_pairing(world)
    world.later(minutes=3)

    answers = [
        await world.call(decline_pairing, {"pairing_id": id}, as_=dewi) for id in ("invented", unpaid, gone, late)
    ]

    assert [(answer.status, answer.code) for answer in answers] == [(404, "pairing_not_found")] * 4
    assert answers[0].body["pairing_id"] == "invented"
    assert (await _availability(world, dewi)).declined == ()


async def test_a_full_list_loses_what_is_over_first(world: World) -> None:
    """The open call that was declined first of all is still not shown; declining it again changes nothing."""
    (dewi,) = await put_experts_online(world, "dewi")
    first = await request_open_pairing(world)
    await world.call(decline_pairing, {"pairing_id": first}, as_=dewi)
    known = await _availability(world, dewi)
    over = tuple(PairingId(f"over-{number}") for number in range(49))
    await world.put_documents((store.availability_ref(known.id), known.having(declined=(*known.declined, *over))))
    second = await request_open_pairing(world, Person("budi", claims={"phone_number": "+6285551234567"}))

    answers = [await world.call(decline_pairing, {"pairing_id": id}, as_=dewi) for id in (second, first)]

    assert [answer.status for answer in answers] == [200, 200]
    assert (await _availability(world, dewi)).declined == (first, second)
    assert (await world.call(list_open_pairings, as_=dewi)).body["items"] == []


async def test_who_cancels_too_late_is_led_to_the_session(world: World) -> None:
    """Of a call that somebody has accepted the session is named; of one that led to none, there is none."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi)
    known = await world.get(store.caller_account_ref(alias_of_user(TRIAL_CUSTOMER.uid)))
    assert known is not None
    other = Person("budi", claims={"phone_number": "+6285551234567"})
    gone = await request_open_pairing(world, other)
    await world.call(cancel_pairing, {"pairing_id": gone}, as_=other)

    late = await world.call(cancel_pairing, {"pairing_id": known.open}, as_=TRIAL_CUSTOMER)
    twice = await world.call(cancel_pairing, {"pairing_id": gone}, as_=other)

    assert (late.status, late.code, late.body["pairing_status"]) == (409, "pairing_over", "accepted")
    assert late.body["session_id"] == session_id
    assert "session" in late.body["detail"]
    assert (await world.call(get_session, {"session_id": session_id}, as_=TRIAL_CUSTOMER)).body["status"] == "active"
    assert (twice.code, twice.body["pairing_status"]) == ("pairing_over", "cancelled")
    assert "session_id" not in twice.body


@pytest.mark.parametrize("who", ["dewi", "citra", "nobody"])
async def test_credits_are_for_customers(world: World, who: str) -> None:
    """An expert, an admin or nobody at all could do nothing with them: the field is named, and nothing is kept."""
    await register_customers(world, "dewi", role="expert")
    await register_customers(world, "citra", role="admin")

    answer = await world.call(grant_pairing_credits, {"user_id": who, "credits": 1}, as_=ADMIN)

    assert (answer.status, answer.code, answer.invalid_fields) == (422, "invalid", ["user_id"])
    assert await world.get(store.caller_account_ref(alias_of_user(who))) is None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"pairing": {"rounds": "2"}}, "pairing.rounds"),
        ({"pairing": {"rounds": 2.0}}, "pairing.rounds"),
        ({"pairing": {"round_seconds": "60"}}, "pairing.round_seconds"),
        ({"pairing": {"price": True}}, "pairing.price"),
        ({"pairing": {"trial": "no"}}, "pairing.trial"),
        ({"sessions": {"longest_minutes": "90"}}, "sessions.longest_minutes"),
        ({"sessions": {"extension_price": 1e4}}, "sessions.extension_price"),
        ({"sessions": {"warn_minutes": [5, "1"]}}, "sessions.warn_minutes.1"),
        ({"sessions": {"warn_minutes": [5, 5]}}, "sessions.warn_minutes"),
        ({"bookings": {"hold_minutes": "45"}}, "bookings.hold_minutes"),
        ({"billing": {"tax": {"rate": 1_200.0}}}, "billing.tax.rate"),
    ],
)
async def test_numbers_are_numbers(world: World, given: dict[str, Any], field: str) -> None:
    """Whole, written as such, and no minute twice."""
    answer = await world.call(update_settings, given, as_=ADMIN)

    assert (answer.status, answer.invalid_fields) == (422, [field])


@pytest.mark.parametrize("minutes", [[], [10], [15, 5, 1]])
async def test_warnings_as_an_admin_wants_them(world: World, minutes: list[int]) -> None:
    """None, one, or several."""
    answer = await world.call(update_settings, {"sessions": {"warn_minutes": minutes}}, as_=ADMIN)

    assert (answer.status, answer.body["sessions"]["warn_minutes"]) == (200, minutes)


@pytest.mark.parametrize(("who", "whom"), [(EXPERT, "expert"), (ADMIN, "admin")])
async def test_who_is_not_meant_is_told_so_in_a_sentence(world: World, who: Person, whom: str) -> None:
    """Of all of their kind."""
    answer = await world.call(request_pairing, as_=who)

    assert (answer.status, answer.body["detail"]) == (403, f"The role {whom} may not call this function.")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"success_url": "javascript:alert(1)"}, "success_url: is not a web address"),
        ({"success_url": "nowhere"}, "success_url: is not a web address"),
        ({"success_url": 7}, "success_url: is not a web address"),
        ({"mood": "hungry"}, "mood: is not 'sad', 'anxious', 'angry', 'lonely', 'stressed', 'confused' or 'other'"),
        ({"price": 1}, "price: is not a known field"),
    ],
)
async def test_what_is_wrong_with_a_call_is_a_sentence(world: World, body: dict[str, Any], told: str) -> None:
    """The field and what it is not; nothing of what was sent."""
    answer = await world.call(request_pairing, body, as_=ANA)

    assert (answer.status, answer.body["detail"]) == (422, told)


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        ("abc", "is not a whole number"),
        ("2.5", "is not a whole number"),
        ("0", "is less than 1"),
        ("101", "is more than 100"),
    ],
)
async def test_what_is_wrong_with_a_query_is_a_sentence(world: World, limit: str, told: str) -> None:
    """As of a body."""
    answer = await world.call(list_open_pairings, {"limit": limit}, as_=EXPERT)

    assert (answer.status, answer.body["errors"]) == (422, [{"field": "limit", "message": told}])


async def _availability(world: World, expert: Person) -> Availability:
    known = await world.get(store.availability_ref(expert.uid))
    assert known is not None
    return known
