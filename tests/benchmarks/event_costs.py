"""Costs of everything that follows from one happening, until no event or job is left.

`python -m tests.benchmarks.cost` writes the page.
"""

import random
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from functions.bookings.cancel_booking import cancel_booking
from functions.orders.cancel_order import cancel_order
from functions.pairing.request_pairing import request_pairing
from functions.sessions.end_session import end_session
from functions.sessions.extend_session import extend_session
from tests.benchmarks.markdown_table import render_table
from tests.bookings.steps import add_meeting_links, create_booking, create_confirmed_booking, set_up_booking_domain
from tests.builders import put_tickets_on_sale
from tests.catalogue.steps import add_product, buy_product_as
from tests.orders.steps import deliver_invoice_callback, order_tickets, pay_invoice
from tests.pairing.steps import (
    PAYING_CUSTOMER,
    TRIAL_CUSTOMER,
    load_pairing,
    put_experts_online,
    register_customers,
    start_session,
)
from tests.world import ANA, EXPERT, World

FILE = Path(__file__).with_name("event_costs.md")
_HEAD = """\
# What everything that follows from a happening costs

From the happening (a callback of Xendit's, a call of somebody's) until all events and jobs that follow from it at once
are done: functions called, and at Firestore the RPCs, and documents read and written. *Unfiltered*: each function of an
event's topic is called for every event, and finds out by itself that most do not concern it, as it was before
subscriptions had filters. *Filtered*: as it is now. Generated with `cost.md`.
"""

Happening = Callable[[World], Awaitable[Callable[[], Awaitable[Any]]]]
"""Arranges a world, and returns the action to measure."""


async def _pay_booking(world: World) -> Callable[[], Awaitable[Any]]:
    await set_up_booking_domain(world)
    await add_meeting_links(world, "room-a", "room-b")
    return await _ready_to_pay(world, await create_booking(world))


async def _pay_tickets(world: World) -> Callable[[], Awaitable[Any]]:
    await put_tickets_on_sale(world)
    return await _ready_to_pay(world, await order_tickets(world))


async def _pay_product(world: World) -> Callable[[], Awaitable[Any]]:
    await add_product(world)
    return await _ready_to_pay(world, (await buy_product_as(world)).body["order_id"])


async def _pay_call(world: World) -> Callable[[], Awaitable[Any]]:
    await put_experts_online(world, EXPERT.uid)
    await register_customers(world, PAYING_CUSTOMER.uid)
    pairing_id = (await world.call(request_pairing, as_=PAYING_CUSTOMER)).body["pairing_id"]
    return await _ready_to_pay(world, (await load_pairing(world, pairing_id)).order_id or "")


async def _pay_extension(world: World) -> Callable[[], Awaitable[Any]]:
    await put_experts_online(world, EXPERT.uid)
    body = {"session_id": await start_session(world, EXPERT)}
    return await _ready_to_pay(world, (await world.call(extend_session, body, as_=TRIAL_CUSTOMER)).body["order_id"])


async def _ready_to_pay(world: World, order_id: str) -> Callable[[], Awaitable[Any]]:
    await pay_invoice(world, order_id)
    await world.deliver()
    return lambda: deliver_invoice_callback(world, order_id, "PAID")


async def _cancel_product(world: World) -> Callable[[], Awaitable[Any]]:
    await add_product(world)
    body = {"order_id": (await buy_product_as(world)).body["order_id"]}
    return lambda: world.call(cancel_order, body, as_=ANA)


async def _cancel_booking(world: World) -> Callable[[], Awaitable[Any]]:
    await set_up_booking_domain(world)
    await add_meeting_links(world, "room-a", "room-b")
    body = {"booking_id": await create_confirmed_booking(world), "reason": "Ill.", "refund": 157_500}
    return lambda: world.call(cancel_booking, body, as_=ANA)


async def _end_session(world: World) -> Callable[[], Awaitable[Any]]:
    await put_experts_online(world, EXPERT.uid)
    body = {"session_id": await start_session(world, EXPERT)}
    await world.deliver()
    return lambda: world.call(end_session, body, as_=TRIAL_CUSTOMER)


HAPPENINGS: dict[str, Happening] = {
    "a booking is paid": _pay_booking,
    "tickets are paid": _pay_tickets,
    "a product is paid": _pay_product,
    "a call is paid": _pay_call,
    "more time is paid": _pay_extension,
    "the order of a product is cancelled": _cancel_product,
    "a paid booking is cancelled": _cancel_booking,
    "a session ends": _end_session,
}


async def measure_consequences(name: str, world: World, *, filtered: bool) -> dict[str, int]:
    """Count the functions called, RPCs, reads and writes that follow from a happening."""
    happen = await HAPPENINGS[name](world)
    await world.deliver()
    random.seed(name)
    meter = world.documents.meter
    before = (meter.rpcs, meter.reads, meter.writes)
    await happen()
    answers = await world.deliver(filtered=filtered)
    assert {status for _, status in answers} <= {200}, (name, answers)
    after = (meter.rpcs, meter.reads, meter.writes)
    counted = (now - then for now, then in zip(after, before, strict=True))
    return {"calls": len(answers)} | dict(zip(("RPCs", "reads", "writes"), counted, strict=True))


def render_page(rows: dict[str, tuple[dict[str, int], dict[str, int]]]) -> str:
    """Render the page; each row holds the counts without filters and those with them."""
    table = [
        {"what happens": name}
        | {f"{what}, {when}": counts[what] for what in filtered for when, counts in _name_counts(unfiltered, filtered)}
        for name, (unfiltered, filtered) in rows.items()
    ]
    return f"{_HEAD}\n{render_table(table)}\n"


def _name_counts(unfiltered: dict[str, int], filtered: dict[str, int]) -> tuple[tuple[str, dict[str, int]], ...]:
    return ("unfiltered", unfiltered), ("filtered", filtered)
