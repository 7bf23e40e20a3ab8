"""Ordering tickets: seats held, invoice opened, bad input named."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.orders.get_order import get_order
from functions.orders.reconcile_open_payments import reconcile_open_payments
from functions.tickets.create_ticket_order import create_ticket_order
from functions.tickets.list_ticket_types import list_ticket_types
from shared.claims.pools import count_stock
from shared.limits import settings as limits
from shared.limits.settings import LimitSettings
from shared.orders import store as orders
from shared.tickets import store
from tests.builders import (
    BUYER,
    EVENT,
    FRONT_END,
    NOON,
    a_buyer,
    a_ticket_event,
    a_ticket_order_request,
    a_ticket_type,
    put_tickets_on_sale,
)
from tests.world import ANA, World

pytestmark = pytest.mark.emulator


async def test_a_partner_orders_for_a_guest(world: World) -> None:
    """
    Two seats are held, and the answer says where and until when to pay.
    """
    await put_tickets_on_sale(world)

    answer = await world.call(create_ticket_order, a_ticket_order_request(("regular", 2)), as_=FRONT_END)

    assert answer.status == 200, answer.body
    assert (answer.body["status"], answer.body["payment_status"]) == ("PENDING", "PENDING")
    assert answer.body["total"] == {"amount": 300_000, "currency": "IDR"}
    assert answer.body["checkout_url"].startswith(world.vendors)
    assert answer.body["pay_before"] == "2026-11-26T05:15:00Z"
    assert tuple(await count_stock(world.reader, store.stock_pool(EVENT, "regular"))) == (10, 2, 0)


async def test_a_customer_orders_and_sees_the_order(world: World) -> None:
    """
    A signed-in customer's order is theirs, and nobody else's.
    """
    await put_tickets_on_sale(world)
    made = await world.call(create_ticket_order, a_ticket_order_request(), as_=ANA)

    seen = await world.call(get_order, {"order_id": made.body["order_id"]}, as_=ANA)
    by_stranger = await world.call(get_order, {"order_id": made.body["order_id"]}, as_=FRONT_END)

    assert (200, made.body) == (seen.status, seen.body)
    assert (by_stranger.status, by_stranger.code) == (404, "order_not_found")


async def test_the_same_key_and_body_is_the_same_order(world: World) -> None:
    """
    A retried POST is told what the first one made; another body under the same key is refused.
    """
    await put_tickets_on_sale(world)
    key = {"idempotency-key": "cart-1"}

    first = await world.call(create_ticket_order, a_ticket_order_request(), as_=FRONT_END, headers=key)
    second = await world.call(create_ticket_order, a_ticket_order_request(), as_=FRONT_END, headers=key)
    other = await world.call(create_ticket_order, a_ticket_order_request(("regular", 1)), as_=FRONT_END, headers=key)

    assert first.body == second.body
    assert second.headers["idempotency-replayed"] == "true"
    assert (other.status, other.code) == (422, "idempotency_key_reused")
    assert (await count_stock(world.reader, store.stock_pool(EVENT, "regular"))).held == 2
    assert (await world.list_xendit_records("invoices"))["payable"] == 1


async def test_the_same_key_at_once_is_one_order(world: World) -> None:
    """
    Five presses of the button at the same moment hold two seats and open one invoice.
    """
    await put_tickets_on_sale(world)
    key = {"idempotency-key": "cart-1"}

    answers = await asyncio.gather(
        *(world.call(create_ticket_order, a_ticket_order_request(), as_=FRONT_END, headers=key) for _ in range(5))
    )

    assert {200} == {answer.status for answer in answers}
    assert len({answer.body["order_id"] for answer in answers}) == 1
    assert (await count_stock(world.reader, store.stock_pool(EVENT, "regular"))).held == 2


@pytest.mark.parametrize(
    ("body", "status", "code", "fields"),
    [
        (a_ticket_order_request(("regular", 0)), 422, "invalid", ["items.0.quantity"]),
        (a_ticket_order_request(("regular", -1)), 422, "invalid", ["items.0.quantity"]),
        (a_ticket_order_request(("regular", 10**9)), 422, "invalid", ["items.0.quantity"]),
        (a_ticket_order_request(("regular", 11)), 422, "invalid", ["items.0.quantity"]),
        (a_ticket_order_request(("regular", 100), ("few", 1)), 422, "invalid", ["items"]),
        (a_ticket_order_request(("gold", 11)), 422, "invalid", ["items"]),
        (a_ticket_order_request(items=[]), 422, "invalid", ["items"]),
        (a_ticket_order_request(("regular", 1), ("regular", 1)), 422, "invalid", ["items.1.ticket_type_id"]),
        (a_ticket_order_request(("regular", 1), ("dollars", 1)), 422, "invalid", ["items"]),
        (a_ticket_order_request(buyer=BUYER | {"email": "sari"}), 422, "invalid", ["buyer.email"]),
        (a_ticket_order_request(buyer=BUYER | {"phone": "12"}), 422, "invalid", ["buyer.phone"]),
        (a_ticket_order_request(buyer=BUYER | {"full_name": " "}), 422, "invalid", ["buyer.full_name"]),
        (a_ticket_order_request(event_id="../users"), 422, "invalid", ["event_id"]),
        (a_ticket_order_request(colour="red"), 422, "invalid", ["colour"]),
        (a_ticket_order_request(event_id="nowhere-2026"), 404, "ticket_event_not_found", []),
        (a_ticket_order_request(("nothing", 1)), 404, "ticket_type_not_found", []),
        (a_ticket_order_request(("early-bird", 1)), 410, "ticket_sale_ended", []),
        (a_ticket_order_request(("last-minute", 1)), 409, "ticket_sale_not_started", []),
        (a_ticket_order_request(("few", 3)), 409, "tickets_sold_out", []),
        (a_ticket_order_request(("regular", 1), ("few", 3)), 409, "tickets_sold_out", []),
    ],
)
async def test_what_cannot_be_ordered(
    world: World, body: dict[str, Any], status: int, code: str, fields: list[str]
) -> None:
    """
    Each impossible order gets its own answer, names its field, and changes nothing.
    """
    await put_tickets_on_sale(
        world,
        a_ticket_type(),
        a_ticket_type("dollars", currency="USD"),
        a_ticket_type("early-bird", valid_until=NOON),
        a_ticket_type("last-minute", valid_from=NOON + timedelta(seconds=1)),
        a_ticket_type("few", quota=2),
        a_ticket_type("gold", price=1_000_000_000, quota=20, per_order=20),
    )
    await world.put_documents((limits.SETTINGS, LimitSettings(held_seats=100)))
    writes = world.documents.meter.writes

    answer = await world.call(create_ticket_order, body, as_=FRONT_END)

    assert (status, code, fields) == (answer.status, answer.code, answer.invalid_fields), answer.body
    assert writes == world.documents.meter.writes
    assert world.sent.entries == []


async def test_a_sale_ends_to_the_second(world: World, later: Callable[..., datetime]) -> None:
    """
    Until the last moment before `valid_until` a ticket is sold; at that second no more.
    """
    await put_tickets_on_sale(world, a_ticket_type(valid_until=later(seconds=10)))

    world.set_clock(later(seconds=10) - timedelta(microseconds=1))
    before = await world.call(create_ticket_order, a_ticket_order_request(), as_=FRONT_END)
    world.set_clock(later(seconds=10))
    after = await world.call(create_ticket_order, a_ticket_order_request(), as_=FRONT_END)

    assert before.status == 200
    assert (after.status, after.code) == (410, "ticket_sale_ended")


async def test_a_draft_is_nobodys_business(world: World) -> None:
    """
    An event that is not published can neither be seen nor ordered.
    """
    await put_tickets_on_sale(world, event=a_ticket_event(status="draft"))

    ordered = await world.call(create_ticket_order, a_ticket_order_request(), as_=FRONT_END)
    listed = await world.call(list_ticket_types, {"event_id": EVENT}, as_=FRONT_END)

    assert [ordered.status, listed.status] == [404, 404]


async def test_the_list_shows_what_is_on_sale_and_left(world: World) -> None:
    """
    Only what can be bought now is listed, with what is left after others' holds.
    """
    await put_tickets_on_sale(world, a_ticket_type(), a_ticket_type("early-bird", valid_until=NOON))
    await world.call(create_ticket_order, a_ticket_order_request(("regular", 3)), as_=FRONT_END)

    listed = await world.call(list_ticket_types, {"event_id": EVENT}, as_=FRONT_END)

    assert [(one["ticket_type_id"], one["left"]) for one in listed.body["items"]] == [("regular", 7)]


async def test_a_free_ticket_is_paid_at_once(world: World) -> None:
    """
    What costs nothing needs no invoice: the order is paid when it is made.
    """
    await put_tickets_on_sale(world, a_ticket_type(price=0))

    answer = await world.call(create_ticket_order, a_ticket_order_request(), as_=ANA)

    assert (
        answer.body["status"],
        answer.body["payment_status"],
        answer.body["checkout_url"],
    ) == ("PAID", "PAID", None)
    assert tuple(await count_stock(world.reader, store.stock_pool(EVENT, "regular"))) == (10, 0, 2)
    assert world.sent_event_types == ["OrderPaid"]


async def test_500_buyers_100_seats(world: World) -> None:
    """
    Of 500 parallel buyers exactly 100 get a seat, the rest are told so, and the stock adds up.
    """
    await put_tickets_on_sale(world, a_ticket_type(quota=100))

    answers = await asyncio.gather(
        *(
            world.call(create_ticket_order, a_ticket_order_request(("regular", 1), buyer=a_buyer(n)), as_=FRONT_END)
            for n in range(500)
        )
    )

    assert {
        status: sum(answer.status == status for answer in answers) for status in {answer.status for answer in answers}
    } == {200: 100, 409: 400}
    assert {"tickets_sold_out"} == {answer.code for answer in answers if answer.status == 409}
    assert tuple(await count_stock(world.reader, store.stock_pool(EVENT, "regular"))) == (100, 100, 0)


async def test_it_costs_two_round_trips_before_the_invoice_and_one_after(world: World) -> None:
    """
    Event, type, free seats and limits are read at once; one commit opens the order, one attaches the invoice.
    """
    await put_tickets_on_sale(world)
    meter = world.documents.meter
    before = meter.rpcs

    await world.call(create_ticket_order, a_ticket_order_request(), as_=ANA)

    reads_at_once, commits = 3, 2
    assert reads_at_once + commits == meter.rpcs - before


async def test_an_order_without_an_invoice_gets_one_later(world: World) -> None:
    """
    Xendit answers 502 with HTML: the order stands, and the task that was due opens the one invoice.
    """
    await put_tickets_on_sale(world)
    await world.control_xendit("faults", kind="bad_gateway", operation="create_invoice", times=1)

    made = await world.call(create_ticket_order, a_ticket_order_request(), as_=FRONT_END)
    world.later(minutes=1)
    entry = await world.get(orders_entry(made.body["order_id"]))
    assert entry is not None
    world.sent.entries = [entry]
    await world.deliver()

    seen = await world.call(get_order, {"order_id": made.body["order_id"]}, as_=FRONT_END)
    assert (made.status, made.body["checkout_url"]) == (200, None)
    assert seen.body["checkout_url"].startswith(world.vendors)
    assert (await world.list_xendit_records("invoices"))["payable"] == 1


def orders_entry(order_id: str) -> Any:
    """The safety net of an order's invoice."""
    from shared.kernel import outbox
    from shared.orders.jobs import OpenInvoice

    return outbox.entry_ref(outbox.job_entry_id(OpenInvoice, order_id))


async def test_the_order_is_kept_with_its_buyer(world: World) -> None:
    """
    The buyer is kept with the order: the phone number as E.164, the address cleaned of stray spaces and capitals.
    """
    await put_tickets_on_sale(world)

    made = await world.call(
        create_ticket_order,
        a_ticket_order_request(buyer=BUYER | {"email": " Sari@Example.COM ", "phone": "(+62) 0812-3456-7890"}),
        as_=FRONT_END,
    )

    order = await world.get(orders.order_ref(made.body["order_id"]))
    assert order is not None
    assert (order.buyer.email, order.buyer.phone) == ("Sari@example.com", "+6281234567890")
    assert (order.partner, order.customer) == ("front-end", None)


async def test_a_retry_after_paying_opens_no_second_invoice(world: World) -> None:
    """
    The same key again, when the order has long been paid: it is told so, and there is nothing more to pay.
    """
    await put_tickets_on_sale(world)
    key = {"idempotency-key": "cart-1"}
    made = await world.call(create_ticket_order, a_ticket_order_request(), as_=FRONT_END, headers=key)
    await world.control_xendit("pay", external_id=made.body["order_id"], channel="QRIS", drop=True)
    await world.call.run_schedule(reconcile_open_payments, due_at=world.later(minutes=5))
    await world.deliver()

    again = await world.call(create_ticket_order, a_ticket_order_request(), as_=FRONT_END, headers=key)

    assert (again.body["status"], again.body["checkout_url"]) == ("PAID", None)
    assert (await world.list_xendit_records("invoices"))["payable"] == 0
