"""Calls whose topic speaks of danger: help is shown at once, nothing is paid, and the search goes on."""

import pytest

from functions.chat.list_messages import list_messages
from functions.pairing.accept_pairing import accept_pairing
from functions.pairing.cancel_pairing import cancel_pairing
from functions.pairing.get_my_pairing import get_my_pairing
from functions.pairing.request_pairing import request_pairing
from functions.sessions.extend_session import extend_session
from shared.pairing import store
from tests.pairing.steps import (
    PAYING_CUSTOMER,
    TRIAL_CUSTOMER,
    a_caller_account,
    load_session,
    put_experts_online,
    register_customers,
)
from tests.world import Answer, Person, World, alias_of_user

pytestmark = pytest.mark.emulator

CRY = {"topic": "aku mau mati aja"}


async def call_in_danger(world: World, who: Person = PAYING_CUSTOMER) -> Answer:
    """Call with a topic that speaks of danger."""
    await register_customers(world, who.uid)
    return await world.call(request_pairing, CRY, as_=who)


async def test_help_is_in_the_answer_and_nothing_is_to_be_paid(world: World) -> None:
    """The hotlines come before any payment, the search runs, and a supervisor is alerted without the words."""
    answer = await call_in_danger(world)

    assert (answer.status, answer.body["status"], answer.body["paid_by"]) == (200, "searching", "crisis")
    assert (answer.body["order_id"], answer.body["checkout_url"]) == (None, None)
    assert [line["phone"] for line in answer.body["hotlines"]] == ["119 ext 8", "112"]
    alerts = [line for line in world.log_lines if line["severity"] == "ERROR"]
    assert [(line["message"], line["pairing_id"]) for line in alerts] == [
        ("crisis in a call's topic", answer.body["pairing_id"])
    ]
    assert "mati" not in world.log.getvalue()
    shown = (await world.call(get_my_pairing, as_=PAYING_CUSTOMER)).body
    assert [line["phone"] for line in shown["hotlines"]] == ["119 ext 8", "112"]


async def test_words_of_danger_do_not_buy_every_call(world: World) -> None:
    """After some free calls a day the next one is paid as others, with the hotlines and the alert all the same."""
    answers = []
    for _ in range(4):
        answers.append(await call_in_danger(world))
        await world.call(cancel_pairing, {"pairing_id": answers[-1].body["pairing_id"]}, as_=PAYING_CUSTOMER)
        await world.deliver()

    world.later(hours=24)
    next_day = await call_in_danger(world)

    assert [answer.body["paid_by"] for answer in (*answers, next_day)] == ["crisis"] * 3 + ["order", "crisis"]
    assert all(answer.body["hotlines"] for answer in answers)
    assert [line["message"] for line in world.log_lines if line["severity"] == "ERROR"] == [
        "crisis in a call's topic"
    ] * 5


async def test_other_topics_are_paid_as_ever(world: World) -> None:
    """A phone that dies is no danger."""
    await register_customers(world, PAYING_CUSTOMER.uid)

    answer = await world.call(request_pairing, {"topic": "HP-ku mau mati terus"}, as_=PAYING_CUSTOMER)

    assert (answer.body["paid_by"], answer.body["hotlines"]) == ("order", [])


async def test_credits_and_the_trial_are_kept(world: World) -> None:
    """What the customer has is for other days."""
    await world.put_documents(
        (store.caller_account_ref(alias_of_user("ana")), a_caller_account("ana", credits=2, sessions=0))
    )

    answer = await call_in_danger(world, TRIAL_CUSTOMER)

    kept = await world.get(store.caller_account_ref(alias_of_user("ana")))
    assert answer.body["paid_by"] == "crisis"
    assert kept is not None
    assert (kept.credits, kept.trial) == (2, None)


async def test_the_session_begins_with_help_and_without_a_clock(world: World) -> None:
    """The card stands in the room, time stands still, and none is sold."""
    (dewi,) = await put_experts_online(world, "dewi")
    call = await call_in_danger(world)
    accepted = await world.call(accept_pairing, {"pairing_id": call.body["pairing_id"]}, as_=dewi)
    session_id = accepted.body["session_id"]

    await world.deliver()

    session = await load_session(world, session_id)
    assert (session.ends_at, session.crisis_at) == (None, world.now)
    shown = (await world.call(list_messages, {"room_id": session_id}, as_=PAYING_CUSTOMER)).body["items"]
    assert "crisis" in {item["notice"]["kind"] for item in shown if item["notice"]}
    refused = await world.call(extend_session, {"session_id": session_id}, as_=PAYING_CUSTOMER)
    assert refused.code == "session_in_crisis"


async def test_the_search_goes_on_for_an_hour(world: World) -> None:
    """After its last round the search begins anew, and a supervisor is alerted each time."""
    await call_in_danger(world)
    states = []

    for minutes in (*[1] * 8, 55, 1, 1, 1, 1):
        world.later(minutes=minutes)
        await world.deliver()
        states.append((await world.call(get_my_pairing, as_=PAYING_CUSTOMER)).body["status"])

    assert states[:8] == ["searching"] * 8
    assert states[-1] == "expired"
    assert "no expert found for a session in crisis" in {line["message"] for line in world.log_lines}
