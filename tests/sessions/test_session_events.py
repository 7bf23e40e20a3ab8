"""Payloads of the events of a session and of its orders."""

import json

import pytest

from functions.chat.send_message import send_message
from functions.pairing.accept_pairing import accept_pairing
from functions.pairing.request_pairing import request_pairing
from functions.sessions.end_session import end_session
from functions.sessions.extend_session import extend_session
from functions.sessions.join_session import join_session
from functions.sessions.raise_crisis import raise_crisis
from tests.orders.builders import load_order
from tests.pairing.steps import (
    PAYING_CUSTOMER,
    load_pairing,
    load_session,
    pay_for_pairing,
    put_experts_online,
    register_customers,
    start_session,
)
from tests.world import World, alias_in_session

pytestmark = pytest.mark.emulator


async def test_a_session_that_ended_tells_what_it_was(world: World) -> None:
    """How long, paid by which orders, who came; and in no event is the uid of its customer."""
    (dewi,) = await put_experts_online(world, "dewi")
    await register_customers(world, PAYING_CUSTOMER.uid)
    pairing_id = (await world.call(request_pairing, as_=PAYING_CUSTOMER)).body["pairing_id"]
    order_id = (await load_pairing(world, pairing_id)).order_id
    assert order_id is not None
    await pay_for_pairing(world, order_id)
    session_id = (await world.call(accept_pairing, {"pairing_id": pairing_id}, as_=dewi)).body["session_id"]
    await world.call(join_session, {"session_id": session_id}, as_=dewi)
    extension = (await world.call(extend_session, {"session_id": session_id}, as_=PAYING_CUSTOMER)).body["order_id"]
    await pay_for_pairing(world, extension)
    session = await load_session(world, session_id)

    world.later(minutes=5)
    await world.call(end_session, {"session_id": session_id}, as_=PAYING_CUSTOMER)
    await world.deliver()

    assert world.delivered_payloads("SessionEnded") == [
        {
            "session_id": session_id,
            "kind": "pairing",
            "expert": dewi.uid,
            "customer": alias_in_session(PAYING_CUSTOMER.uid, session_id),
            "pairing_id": pairing_id,
            "booking_id": None,
            "order_id": order_id,
            "extended_by": [extension],
            "starts_at": session.model_dump(mode="json")["starts_at"],
            "minutes": session.minutes,
            "joined": ["expert"],
            "had_crisis": False,
            "ended_by": "customer",
            "ended_at": world.now.isoformat().replace("+00:00", "Z"),
        }
    ]
    paid = world.delivered_payloads("OrderPaid")
    assert [(event["items"], event["expert"]) for event in paid] == [(["pairing"], None), (["extension"], dewi.uid)]
    assert {event["customer"] for event in paid} == {alias_in_session(PAYING_CUSTOMER.uid, session_id)}
    assert (await load_order(world, order_id)).customer == PAYING_CUSTOMER.uid
    events = json.dumps([entry.payload for entry in world.delivered if entry.kind == "event"])
    assert f'"{PAYING_CUSTOMER.uid}"' not in events


async def test_a_session_that_ended_tells_of_its_alarm(world: World) -> None:
    """Whoever pays for it, or writes of it, is to know that somebody was in danger."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi)
    await world.call(send_message, {"room_id": session_id, "message_id": "m-1", "body": "Halo"}, as_=dewi)
    await world.call(raise_crisis, {"session_id": session_id}, as_=dewi)
    await world.deliver()

    world.later(minutes=1)
    await world.call(end_session, {"session_id": session_id}, as_=dewi)
    await world.deliver()

    [event] = world.delivered_payloads("SessionEnded")
    assert event["had_crisis"]
    assert event["order_id"] is None
