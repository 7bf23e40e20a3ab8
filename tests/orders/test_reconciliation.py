"""Reconciliation finds payments that no callback has reported."""

from datetime import UTC, datetime, timedelta

import pytest

from functions.orders.expire_overdue_orders import expire_overdue_orders
from functions.orders.reconcile_open_payments import reconcile_open_payments
from functions.orders.reconcile_payments_daily import reconcile_payments_daily
from shared.kernel.ids import OrderId
from shared.orders import store
from shared.orders.rules import RECONCILIATION_PAGE_SIZE as PAGE
from tests.builders import NOON, put_tickets_on_sale
from tests.orders.builders import an_open_order, create_booking_order, load_order
from tests.orders.steps import (
    deliver_invoice_callback,
    load_order_status,
    load_ticket_stock,
    order_tickets,
    pay_invoice,
)
from tests.world import World

pytestmark = pytest.mark.emulator


async def test_a_lost_callback_loses_nothing(world: World) -> None:
    """
    Paid, and no callback ever came: within fifteen minutes the order is asked for, and paid.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id)
    world.sent.entries.clear()

    world.later(minutes=10)
    run = await world.call.run_schedule(reconcile_open_payments, due_at=world.now)
    await world.deliver()

    assert run.body == {"counted": 1, "failed": 0}
    assert await load_order_status(world, order_id) == ("PAID", "PAID")


async def test_the_sweep_gives_back_what_the_timers_did_not(world: World) -> None:
    """
    The order's own timer was lost and Xendit is down: minutes later the seats are free all the same.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    world.sent.entries.clear()

    early = await world.call.run_schedule(expire_overdue_orders, due_at=world.now + timedelta(minutes=15))
    late = await world.call.run_schedule(expire_overdue_orders, due_at=world.now + timedelta(minutes=21))

    assert [early.body["counted"], late.body["counted"]] == [0, 1]
    assert await load_order_status(world, order_id) == ("EXPIRED", "EXPIRED")
    assert await load_ticket_stock(world) == (0, 0, 10)


async def test_a_day_is_compared_with_xendits(world: World) -> None:
    """
    The daily reconciliation finds what is paid there and not here, says so, and settles it.
    """
    await put_tickets_on_sale(world)
    settled, lost = await order_tickets(world), await order_tickets(world)
    for order_id in (settled, lost):
        await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, settled, "PAID")
    await world.deliver()

    # The provider's clock is the real one.
    run = await world.call.run_schedule(reconcile_payments_daily, due_at=datetime.now(UTC))
    await world.deliver()

    assert run.body == {"counted": 2, "failed": 1}
    assert await load_order_status(world, lost) == ("PAID", "PAID")
    assert [lost] == [line["order_id"] for line in world.log_lines if "reconciliation" in line["message"]]


async def test_all_open_orders_are_asked_for_page_by_page(world: World) -> None:
    """
    More than fit one page, each once; what is older than an hour or two waits for the full hour.
    """
    recent = [NOON - timedelta(minutes=1, seconds=n) for n in range(PAGE + 30)]
    old = [NOON - timedelta(hours=hours) for hours in (2, 24, 70)]
    orders = [
        an_open_order(id=OrderId(f"BE-20261126-A{n:05}"), created_at=moment) for n, moment in enumerate(recent + old)
    ]
    await world.put_documents(*((store.order_ref(order.id), order) for order in orders))

    between = await world.call.run_schedule(reconcile_open_payments, due_at=NOON + timedelta(minutes=20))
    hourly = await world.call.run_schedule(reconcile_open_payments, due_at=NOON + timedelta(minutes=60))

    assert [between.body["counted"], hourly.body["counted"]] == [
        PAGE + 30,
        PAGE + 33,
    ]
    asked = await world.list_outbox_entries("SettleInvoice")
    assert len({entry.payload["order_id"] for entry in asked}) == PAGE + 33


async def test_a_second_payment_without_a_callback_is_found(world: World) -> None:
    """
    The order is paid by one invoice, and another one was paid too: the daily comparison settles it, once.
    """
    world.set_clock(datetime.now(UTC))
    order_id = await create_booking_order(world)
    await pay_invoice(world, order_id, channel="GOPAY")
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    second = await world.runtime.gateways.payments.create_invoice(await load_order(world, order_id), now=world.now)
    await world.control_xendit("pay", invoice_id=second.id, channel="GOPAY", drop=True)

    runs = []
    for _ in range(2):
        runs.append(await world.call.run_schedule(reconcile_payments_daily, due_at=world.now))
        await world.deliver()
        world.later(minutes=1)

    order = await load_order(world, order_id)
    assert [run.body["failed"] for run in runs] == [1, 0]
    assert [(refund.invoice_id, refund.cause) for refund in order.refunds] == [(second.id, "paid_twice")]
    assert order.status == "PAID"
