"""Admins open events, set quotas, and count."""

from datetime import timedelta
from typing import Any

import pytest

from functions.tickets.get_ticket_event import get_ticket_event
from functions.tickets.get_ticket_sales import get_ticket_sales
from functions.tickets.revoke_tickets_when_order_refunded import revoke_tickets_when_order_refunded
from functions.tickets.save_ticket_event import save_ticket_event
from functions.tickets.save_ticket_type import save_ticket_type
from functions.tickets.sweep_ticket_stock import sweep_ticket_stock
from shared.claims.models import Claim, ClaimState
from shared.kernel.ids import OrderId
from shared.tickets import store
from tests.builders import EVENT, FRONT_END, NOON, a_ticket_type, put_tickets_on_sale
from tests.orders.steps import deliver_invoice_callback, load_ticket_stock, order_tickets, pay_invoice
from tests.tickets.builders import TICKET_EVENT_BODY, TICKET_TYPE_BODY
from tests.world import ADMIN, World

pytestmark = pytest.mark.emulator


async def test_an_admin_opens_an_event_and_changes_its_mind(world: World) -> None:
    """
    Saved, seen by the front-end, changed; the stock follows the quota up and down.
    """
    await put_tickets_on_sale(world)
    saved = await world.call(save_ticket_event, TICKET_EVENT_BODY | {"event_id": "new-2026"}, as_=ADMIN)
    new = TICKET_TYPE_BODY | {"event_id": "new-2026"}

    counts = []
    for quota in (500, 900, 3):
        answer = await world.call(save_ticket_type, new | {"quota": quota}, as_=ADMIN)
        counts.append((answer.status, answer.body.get("free")))

    seen = await world.call(get_ticket_event, {"event_id": "new-2026"}, as_=FRONT_END)
    assert saved.status == 200
    assert seen.body["starts_at"] == "2026-12-26T05:00:00Z"
    assert counts == [(200, 500), (200, 900), (200, 3)]


async def test_a_quota_does_not_fall_below_what_is_sold(world: World) -> None:
    """
    Seats that somebody holds cannot be withdrawn.
    """
    await put_tickets_on_sale(world)
    await order_tickets(world, ("regular", 4))

    refused = await world.call(save_ticket_type, TICKET_TYPE_BODY | {"quota": 3}, as_=ADMIN)
    taken = await world.call(save_ticket_type, TICKET_TYPE_BODY | {"quota": 4}, as_=ADMIN)

    assert (refused.status, refused.code, refused.body["free"]) == (409, "quota_below_sold", 6)
    assert (taken.status, taken.body["held"], taken.body["free"]) == (200, 4, 0)


@pytest.mark.parametrize(
    ("function", "body", "field"),
    [
        (save_ticket_event, TICKET_EVENT_BODY | {"ends_at": TICKET_EVENT_BODY["starts_at"]}, "ends_at"),
        (save_ticket_event, TICKET_EVENT_BODY | {"starts_at": "2026-12-26T12:00:00"}, "starts_at"),
        (save_ticket_event, TICKET_EVENT_BODY | {"hold_minutes": 1}, "hold_minutes"),
        (save_ticket_event, TICKET_EVENT_BODY | {"event_id": "Not A Slug"}, "event_id"),
        (save_ticket_type, TICKET_TYPE_BODY | {"valid_until": TICKET_TYPE_BODY["valid_from"]}, "valid_until"),
        (save_ticket_type, TICKET_TYPE_BODY | {"price": -1}, "price"),
        (save_ticket_type, TICKET_TYPE_BODY | {"price": 1.5}, "price"),
        (save_ticket_type, TICKET_TYPE_BODY | {"quota": 10**9}, "quota"),
        (save_ticket_type, TICKET_TYPE_BODY | {"currency": "EUR"}, "currency"),
    ],
)
async def test_what_cannot_be_saved(world: World, function: Any, body: dict[str, Any], field: str) -> None:
    """
    Each mistake is named by its field, and nothing is kept.
    """
    await put_tickets_on_sale(world)
    writes = world.documents.meter.writes

    answer = await world.call(function, body, as_=ADMIN)

    assert (422, [field]) == (answer.status, answer.invalid_fields), answer.body
    assert writes == world.documents.meter.writes


async def test_sales_add_up(world: World) -> None:
    """
    Two sold, three held, five free: ten; and what the two have brought in.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world, ("regular", 2))
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    await order_tickets(world, ("regular", 3))

    sales = await world.call(get_ticket_sales, {"event_id": EVENT}, as_=ADMIN)

    (regular,) = sales.body["items"]
    assert (regular["quota"], regular["sold"], regular["held"], regular["free"]) == (10, 2, 3, 5)
    assert regular["revenue"] == {"amount": 300_000, "currency": "IDR"}


async def test_the_sweep_finds_a_hold_that_nobody_has_any_more(world: World) -> None:
    """
    A seat held for an order that never was is freed after an hour, and the alarm is raised; when all adds up, none is.
    """
    await put_tickets_on_sale(world)
    unit = store.stock_pool(EVENT, "regular").unit_ref(0)
    await world.put_documents((unit, Claim(state=ClaimState.HELD, holder="BE-20261126-AAAAAA", until=NOON)))

    early = await world.call.run_schedule(sweep_ticket_stock, due_at=NOON + timedelta(minutes=30))
    late = await world.call.run_schedule(sweep_ticket_stock, due_at=NOON + timedelta(minutes=61))
    after = await world.call.run_schedule(sweep_ticket_stock, due_at=NOON + timedelta(minutes=71))

    assert [run.body["failed"] for run in (early, late, after)] == [0, 1, 0]
    assert await load_ticket_stock(world) == (0, 0, 10)
    assert sum(line["message"].startswith("ticket stock: 1 units") for line in world.log_lines) == 1


async def test_the_sweep_notices_a_missing_seat(world: World) -> None:
    """
    Nine seats for a quota of ten: said at every sweep, until a person has looked.
    """
    await put_tickets_on_sale(world, a_ticket_type())
    unit = world.new_unit_of_work()
    unit.delete(store.stock_pool(EVENT, "regular").unit_ref(0))
    await world.documents.commit(unit.build_writes())

    run = await world.call.run_schedule(sweep_ticket_stock, due_at=NOON)

    assert run.body["failed"] == 1
    assert any("9 units for a quota of 10" in line["message"] for line in world.log_lines)


async def test_refunded_tickets_are_void_and_their_seats_free(world: World) -> None:
    """
    When the money goes back, the tickets are worth nothing and others may have the seats; told twice, once.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world, ("regular", 2))
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    payload = {"order_id": order_id, "amount": 300_000, "refunded_at": NOON.isoformat()}

    for _ in range(2):
        await world.call.push_event(revoke_tickets_when_order_refunded, "OrderRefunded", payload, id="e-1")

    assert await load_ticket_stock(world) == (0, 0, 10)
    assert {"revoked"} == {ticket.status for ticket in await store.list_order_tickets(world.reader, OrderId(order_id))}


async def test_a_part_of_the_money_voids_no_ticket(world: World) -> None:
    """
    Which of the tickets a partial refund was for is for a person to say: all of them stay good.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    payload = {"order_id": order_id, "amount": 1, "in_full": False, "refunded_at": NOON.isoformat()}

    await world.call.push_event(revoke_tickets_when_order_refunded, "OrderRefunded", payload, id="e-1")

    assert {"valid"} == {ticket.status for ticket in await store.list_order_tickets(world.reader, OrderId(order_id))}
    assert await load_ticket_stock(world) == (0, 2, 8)
