"""Limits of orders: what a person, a phone number or an e-mail address may hold at one event."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from functions.orders.cancel_order import cancel_order
from functions.tickets.create_ticket_order import create_ticket_order
from shared.kernel.ids import TicketEventId
from shared.limits.settings import SETTINGS, LimitSettings
from tests.builders import (
    BUYER,
    FRONT_END,
    NOON,
    a_buyer,
    a_ticket_event,
    a_ticket_order_request,
    a_ticket_type,
    put_tickets_on_sale,
)
from tests.orders.steps import deliver_invoice_callback, load_ticket_stock, pay_invoice
from tests.world import ANA, BUDI, Answer, Person, World

pytestmark = pytest.mark.emulator

FREE = "free"


async def order(
    world: World, person: Person = ANA, quantity: int = 1, *, ticket_type: str = "regular", **given: Any
) -> Answer:
    """Order tickets."""
    body = a_ticket_order_request((ticket_type, quantity), **given)
    return await world.call(create_ticket_order, body, as_=person)


def count_passed(answers: list[Answer]) -> int:
    """Count the orders that were made; all others were refused by a limit."""
    refused = [answer for answer in answers if answer.status != 200]
    assert {(answer.status, answer.code) for answer in refused} <= {(429, "too_many_held")}
    return len(answers) - len(refused)


async def put_seats_on_sale(world: World) -> None:
    """Put 100 priced and 100 free seats on sale."""
    await put_tickets_on_sale(world, a_ticket_type(quota=100), a_ticket_type(FREE, quota=100, price=0))


async def test_of_fifty_parallel_orders_of_one_person_two_pass(world: World) -> None:
    """
    Whatever address and number each order names, the account has two unpaid orders, and is told when one ends.
    """
    await put_seats_on_sale(world)

    answers = await asyncio.gather(*(order(world, buyer=a_buyer(n)) for n in range(50)))

    assert count_passed(list(answers)) == 2
    refused = next(answer for answer in answers if answer.status == 429)
    assert (refused.body["rule"], refused.body["limit"]) == ("unpaid_ticket_orders", 2)
    assert (refused.headers["retry-after"], refused.headers["ratelimit-remaining"]) == ("900", "0")
    assert await load_ticket_stock(world) == (2, 0, 98)


@pytest.mark.parametrize(
    "shared",
    [
        {"email": BUYER["email"]},
        {"phone": BUYER["phone"]},
    ],
)
async def test_of_thirty_parallel_orders_of_one_guest_two_pass(world: World, shared: dict[str, str]) -> None:
    """
    A guest of a partner counts by the e-mail address and by the phone number.
    """
    await put_seats_on_sale(world)

    answers = await asyncio.gather(*(order(world, FRONT_END, buyer=a_buyer(n) | shared) for n in range(30)))

    assert count_passed(list(answers)) == 2
    assert await load_ticket_stock(world) == (2, 0, 98)


async def test_accounts_with_one_verified_phone_are_one_buyer(world: World) -> None:
    """
    Several accounts of one phone number have its two orders together.
    """
    await put_seats_on_sale(world)
    people = [Person(f"uid-{n}", claims={"phone_number": "+6281234567890"}) for n in range(10)]

    answers = await asyncio.gather(*(order(world, one, buyer=a_buyer(n)) for n, one in enumerate(people)))

    assert count_passed(list(answers)) == 2


async def test_ten_seats_are_the_most_that_are_held(world: World) -> None:
    """
    Ten seats in one order leave none for the next; the limit is an event's, so another event has its own.
    """
    await put_seats_on_sale(world)
    other = TicketEventId("concert-2026")
    await put_tickets_on_sale(world, a_ticket_type(event_id=other, quota=20), event=a_ticket_event(id=other))

    answers = [
        await order(world, quantity=8),
        await order(world, quantity=3),
        await order(world, quantity=2),
        await order(world, quantity=2, event_id=other),
        await order(world, BUDI, quantity=2, buyer=a_buyer(1)),
    ]

    assert [answer.status for answer in answers] == [200, 429, 200, 200, 200]
    assert answers[1].body["rule"] == "held_seats"
    assert answers[0].headers["ratelimit-remaining"] == "1"
    assert answers[2].headers["ratelimit-remaining"] == "0"


@pytest.mark.parametrize("end", ["cancelled", "expired", "paid"])
async def test_what_has_ended_is_given_back(world: World, end: str) -> None:
    """
    An order that was cancelled, or paid, counts no more from that moment on, an unpaid one from the end of its hold.
    """
    await put_seats_on_sale(world)
    first, second = await order(world), await order(world)
    refused = await order(world)

    if end == "cancelled":
        await world.call(cancel_order, {"order_id": first.body["order_id"]}, as_=ANA)
    elif end == "expired":
        world.later(minutes=15)
    else:
        await pay_invoice(world, second.body["order_id"])
        await deliver_invoice_callback(world, second.body["order_id"], "PAID")
        await world.deliver()
    after = await asyncio.gather(*(order(world) for _ in range(5)))

    assert refused.status == 429
    assert count_passed(list(after)) == (2 if end == "expired" else 1)


async def test_free_tickets_count_until_the_event_is_over(world: World) -> None:
    """
    Of twelve free seats ten are given, and none the next day either; priced seats beside them count together.
    """
    await put_seats_on_sale(world)

    answers = await asyncio.gather(*(order(world, ticket_type=FREE) for _ in range(12)))
    world.later(days=1)
    tomorrow = [await order(world, ticket_type=FREE), await order(world)]

    assert count_passed(list(answers)) == 10
    assert [answer.status for answer in tomorrow] == [429, 429]
    assert await load_ticket_stock(world, FREE) == (0, 10, 90)


async def test_free_seats_of_a_paid_order_go_on_counting(world: World) -> None:
    """
    Nine free seats in an order with a priced one count after the payment too; its priced seat does not.
    """
    await put_seats_on_sale(world)
    body = a_ticket_order_request(("regular", 1), (FREE, 9))
    mixed = await world.call(create_ticket_order, body, as_=ANA)
    await pay_invoice(world, mixed.body["order_id"])
    await deliver_invoice_callback(world, mixed.body["order_id"], "PAID")
    await world.deliver()

    answers = [await order(world, ticket_type=FREE), await order(world, ticket_type=FREE)]

    assert [answer.status for answer in answers] == [200, 429]


async def test_an_anonymous_account_holds_no_tickets(world: World) -> None:
    """
    An account without an identity is asked to sign in with one, unless admins allow it.
    """
    await put_seats_on_sale(world)
    stranger = Person("gast", anonymous=True)

    refused = [await order(world, stranger), await order(world, stranger, ticket_type=FREE)]
    await world.put_documents((SETTINGS, LimitSettings(anonymous_may_hold=True)))
    allowed = await order(world, stranger)

    assert {(answer.status, answer.code) for answer in refused} == {(403, "identity_needed")}
    assert allowed.status == 200
    assert await load_ticket_stock(world, FREE) == (0, 0, 100)


async def test_admins_change_the_limits(world: World) -> None:
    """
    With one unpaid order and four seats allowed, the second order is refused.
    """
    await put_seats_on_sale(world)
    await world.put_documents((SETTINGS, LimitSettings(unpaid_ticket_orders=1, held_seats=4)))

    answers = [await order(world, quantity=5), await order(world, quantity=4), await order(world)]

    assert [answer.status for answer in answers] == [429, 200, 429]


async def test_a_retried_order_counts_once(world: World) -> None:
    """
    The same request under one key is one order, however often it comes.
    """
    await put_seats_on_sale(world)
    key = {"idempotency-key": "cart-1"}
    body = a_ticket_order_request()

    same = await asyncio.gather(*(world.call(create_ticket_order, body, as_=ANA, headers=key) for _ in range(5)))
    other = await order(world)

    assert {answer.status for answer in same} == {200}
    assert len({answer.body["order_id"] for answer in same}) == 1
    assert other.status == 200


async def test_a_held_seat_is_free_for_others_when_the_limit_refuses(world: World) -> None:
    """
    A refused order holds nothing: all seats that the hoarder was refused are sold to others.
    """
    await put_tickets_on_sale(world, a_ticket_type(quota=4))
    hoarded = await asyncio.gather(*(order(world) for _ in range(10)))

    others = await asyncio.gather(*(order(world, FRONT_END, buyer=a_buyer(n)) for n in range(2)))

    assert count_passed(list(hoarded)) == 2
    assert {answer.status for answer in others} == {200}
    assert await load_ticket_stock(world) == (4, 0, 0)
    assert world.now - NOON < timedelta(minutes=1)
