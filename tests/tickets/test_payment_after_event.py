"""Payments that become known late: a ticket is issued only for an event that still takes place."""

from datetime import datetime, timedelta

import pytest

from functions.orders.expire_overdue_orders import expire_overdue_orders
from functions.orders.get_order import get_order
from functions.orders.settle_invoice import settle_invoice
from functions.tickets.issue_tickets_when_order_paid import issue_tickets_when_order_paid
from shared.kernel.errors import Unavailable
from shared.kernel.ids import OrderId
from shared.orders import store as orders
from shared.orders.models import OrderStatus
from shared.tickets import rules, store
from shared.tickets.models import EventStatus
from shared.tickets.rules import TicketObstacle
from tests.builders import EVENT, FRONT_END, NOON, a_ticket_event, a_ticket_type, put_tickets_on_sale
from tests.orders.steps import (
    deliver_invoice_callback,
    load_order_status,
    load_ticket_stock,
    order_tickets,
    pay_invoice,
)
from tests.world import World

PAY_BEFORE = NOON + timedelta(minutes=15)
IN_TIME, LATE = NOON + timedelta(minutes=5), NOON + timedelta(hours=1)


def an_event_today(**given: object) -> dict[str, object]:
    """Build the times of an event that ends an hour from now."""
    return {"starts_at": NOON - timedelta(hours=1), "ends_at": NOON + timedelta(hours=1)} | given


async def follow_clock_of_provider(world: World) -> datetime:
    """Set the functions' clock to the time of the local Xendit, which stamps payments, and return the time."""
    account = await world.list_xendit_records("account")
    world.set_clock(datetime.fromisoformat(account["now"]))
    return world.now


async def change_event(world: World, **changes: object) -> None:
    """Store the event with some fields changed."""
    event = await world.get(store.ticket_event_ref(EVENT))
    assert event is not None
    await world.put_documents((store.ticket_event_ref(EVENT), event.having(**changes)))


async def pay_and_deliver(world: World, order_id: str) -> None:
    """Pay an order, deliver the callback, and everything that follows."""
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()


async def list_refunds(world: World, order_id: str) -> list[tuple[int, str]]:
    """List amount and cause of an order's refunds, as its buyer sees them."""
    seen = await world.call(get_order, {"order_id": order_id}, as_=FRONT_END)
    return [(refund["amount"], refund["cause"]) for refund in seen.body["refunds"]]


@pytest.mark.emulator
async def test_a_payment_after_the_event_goes_back(world: World) -> None:
    """
    The event was over when its invoice was paid: no ticket, the money goes back, and the buyer is told why.
    """
    await put_tickets_on_sale(world, event=a_ticket_event(**an_event_today()))
    order_id = await order_tickets(world)
    world.later(hours=2)

    await pay_and_deliver(world, order_id)

    assert await load_order_status(world, order_id) == ("REFUNDED", "PAID")
    assert await list_refunds(world, order_id) == [(300_000, "event_over")]
    assert await store.list_order_tickets(world.reader, OrderId(order_id)) == []
    (mail,) = await world.sent_mails()
    assert "setelah acaranya selesai" in mail["text"]


@pytest.mark.emulator
async def test_news_that_comes_after_the_event_is_too_late(world: World) -> None:
    """
    Paid in time, but Xendit was away until the event was over: the order was never of use, so the money goes back.
    """
    await put_tickets_on_sale(world, event=a_ticket_event(**an_event_today()))
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id)
    world.later(hours=2)

    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()

    assert await list_refunds(world, order_id) == [(300_000, "event_over")]
    assert await store.list_order_tickets(world.reader, OrderId(order_id)) == []
    assert await load_ticket_stock(world) == (0, 0, 10)


@pytest.mark.emulator
async def test_news_that_comes_late_but_before_the_end_of_the_event_brings_the_ticket(world: World) -> None:
    """
    Paid in time, and known only after the order had expired and the sale was closed: the buyer gets the tickets.
    """
    now = await follow_clock_of_provider(world)
    today, week = timedelta(hours=9), timedelta(days=7)
    await put_tickets_on_sale(
        world,
        a_ticket_type(valid_from=now - week, valid_until=now + week),
        event=a_ticket_event(starts_at=now, ends_at=now + today),
    )
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id)
    world.later(hours=2)
    await change_event(world, status=EventStatus.CLOSED)
    await world.call.run_schedule(expire_overdue_orders, due_at=world.now)

    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()

    assert await load_order_status(world, order_id) == ("PAID", "PAID")
    assert len(await store.list_order_tickets(world.reader, OrderId(order_id))) == 2


@pytest.mark.emulator
@pytest.mark.parametrize("status", [EventStatus.DRAFT, EventStatus.CANCELLED])
async def test_nobody_pays_for_an_event_that_was_withdrawn(world: World, status: EventStatus) -> None:
    """
    The event was hidden or cancelled between order and payment: the money goes back.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await change_event(world, status=status)

    await pay_and_deliver(world, order_id)

    assert await list_refunds(world, order_id) == [(300_000, "event_cancelled")]
    assert await load_ticket_stock(world) == (0, 0, 10)


@pytest.mark.emulator
async def test_an_event_cancelled_before_the_tickets_were_made_sends_none(world: World) -> None:
    """
    The order was settled, and the event cancelled before the tickets were issued: refund instead of tickets, once.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id)
    settled = await world.call.deliver_task(settle_invoice, {"order_id": order_id})
    await change_event(world, status=EventStatus.CANCELLED)

    await world.deliver()
    again = await world.call.push_event(
        issue_tickets_when_order_paid, "OrderPaid", {"order_id": order_id, "paid_at": NOON.isoformat()}, id="again"
    )
    await world.deliver()

    assert (settled.status, again.status) == (200, 200)
    assert await list_refunds(world, order_id) == [(300_000, "event_cancelled")]
    assert await store.list_order_tickets(world.reader, OrderId(order_id)) == []
    assert await load_ticket_stock(world) == (0, 0, 10)


@pytest.mark.emulator
async def test_news_of_a_payment_that_comes_again_after_the_event_takes_nothing_back(world: World) -> None:
    """
    The tickets were issued and used: the same event, delivered once more a month later, refunds nothing.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_and_deliver(world, order_id)
    world.later(days=60)

    again = await world.call.push_event(
        issue_tickets_when_order_paid, "OrderPaid", {"order_id": order_id, "paid_at": NOON.isoformat()}, id="again"
    )

    assert again.status == 200
    assert await list_refunds(world, order_id) == []


@pytest.mark.emulator
async def test_a_refunded_order_gets_no_tickets(world: World) -> None:
    """
    The news of the payment is delivered for the first time after the order was refunded.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id)
    order = await world.get(orders.order_ref(order_id))
    assert order is not None
    await world.put_documents((orders.order_ref(order_id), order.having(status=OrderStatus.REFUNDED)))

    told = await world.call.push_event(
        issue_tickets_when_order_paid, "OrderPaid", {"order_id": order_id, "paid_at": NOON.isoformat()}, id="e-1"
    )

    assert told.status == 200
    assert await store.list_order_tickets(world.reader, OrderId(order_id)) == []


@pytest.mark.emulator
async def test_a_late_payment_for_a_retired_ticket_type_goes_back(world: World) -> None:
    """
    The order had expired and its type is no longer on sale: a payment after that is no purchase.
    """
    await put_tickets_on_sale(world, a_ticket_type(valid_until=NOON + timedelta(minutes=30)))
    order_id = await order_tickets(world)
    world.later(minutes=16)
    await world.deliver()
    world.later(minutes=20)

    await pay_and_deliver(world, order_id)

    assert await list_refunds(world, order_id) == [(300_000, "sale_over")]
    assert await load_ticket_stock(world) == (0, 0, 10)


@pytest.mark.parametrize(
    ("changes", "retired", "paid_at", "now", "found"),
    [
        ({}, False, IN_TIME, LATE, None),
        ({}, True, IN_TIME, LATE, None),
        ({"status": EventStatus.CLOSED}, False, IN_TIME, LATE, None),
        ({"ends_at": LATE}, False, IN_TIME, LATE, TicketObstacle.EVENT_OVER),
        ({"status": EventStatus.DRAFT}, False, IN_TIME, IN_TIME, TicketObstacle.EVENT_CANCELLED),
        ({"status": EventStatus.CANCELLED}, False, IN_TIME, IN_TIME, TicketObstacle.EVENT_CANCELLED),
        ({}, False, LATE, LATE, None),
        ({}, False, PAY_BEFORE, LATE, None),
        ({}, True, PAY_BEFORE, LATE, TicketObstacle.SALE_OVER),
        ({"status": EventStatus.CLOSED}, False, LATE, LATE, TicketObstacle.SALE_OVER),
    ],
)
def test_the_time_of_the_payment_decides(
    changes: dict[str, object], retired: bool, paid_at: object, now: object, found: TicketObstacle | None
) -> None:
    """
    In time: the event alone counts. After the order's end: event and type must have been on sale at the payment.
    """
    event = a_ticket_event(**({"starts_at": NOON} | changes))
    types = [a_ticket_type(valid_until=NOON + timedelta(minutes=1))] if retired else [a_ticket_type()]

    obstacle = rules.find_ticket_obstacle(event, types, paid_at=paid_at, pay_before=PAY_BEFORE, now=now)  # type: ignore[arg-type]

    assert obstacle is found


def test_an_event_of_a_newer_version_is_left_to_that_version() -> None:
    """
    Money is neither kept nor given back by a version that cannot read the event's state.
    """
    event = a_ticket_event(status=EventStatus.UNKNOWN)

    with pytest.raises(Unavailable):
        rules.find_ticket_obstacle(event, [], paid_at=IN_TIME, pay_before=PAY_BEFORE, now=IN_TIME)
