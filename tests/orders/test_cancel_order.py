"""Changing one's mind before paying."""

import asyncio

import pytest

from functions.control_center.relay_outbox import relay_outbox
from functions.orders.cancel_order import cancel_order
from shared.kernel.ports import Query
from shared.orders.models import Order
from tests.builders import FRONT_END, put_tickets_on_sale
from tests.orders.steps import (
    deliver_invoice_callback,
    load_order_status,
    load_ticket_stock,
    order_tickets,
    pay_invoice,
)
from tests.world import BUDI, World

pytestmark = pytest.mark.emulator


async def test_the_seats_are_free_at_once_and_the_invoice_closed_after(world: World) -> None:
    """
    A cancelled order holds nothing, cannot be paid, and cancelling again changes nothing.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)

    first = await world.call(cancel_order, {"order_id": order_id}, as_=FRONT_END)
    held_after = await load_ticket_stock(world)
    await world.deliver()
    second = await world.call(cancel_order, {"order_id": order_id}, as_=FRONT_END)

    assert (first.body["status"], second.body["status"]) == ("CANCELLED", "CANCELLED")
    assert (0, 0, 10) == held_after == await load_ticket_stock(world)
    assert (await world.list_xendit_records("invoices"))["payable"] == 0


async def test_an_invoice_made_while_its_order_is_cancelled_cannot_be_paid(world: World) -> None:
    """
    Xendit is slow: by the time that it makes the invoice, the order has ended, and so does the invoice.
    """
    await put_tickets_on_sale(world)
    await world.control_xendit("faults", operation="create_invoice", kind="slow", seconds=60)
    ordering = asyncio.create_task(order_tickets(world))
    while await world.count_hanging_calls("xendit") == 0:
        assert not ordering.done()
    (order,) = await world.reader.query(Query("orders", Order))
    await world.call(cancel_order, {"order_id": order.id}, as_=FRONT_END)
    await world.deliver()

    await world.end_faults("xendit")
    await ordering
    for _ in range(2):
        world.later(minutes=5)
        await world.call.run_schedule(relay_outbox, due_at=world.now)
        await world.deliver()

    assert await load_order_status(world, order.id) == ("CANCELLED", "EXPIRED")
    assert [one["status"] for one in (await world.list_xendit_records("invoices"))["items"]] == ["EXPIRED"]
    assert await world.list_outbox_entries("OpenInvoice") == []


async def test_a_paid_order_cannot_be_cancelled(world: World) -> None:
    """
    What is paid is refunded, not cancelled.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()

    answer = await world.call(cancel_order, {"order_id": order_id}, as_=FRONT_END)

    assert (answer.status, answer.code, answer.body["order_status"]) == (409, "order_not_open", "PAID")


async def test_paid_while_being_cancelled_is_refunded(world: World) -> None:
    """
    The payment crossed the cancelling: the buyer did not want it, so the money goes back, though seats are free.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id)
    await world.call(cancel_order, {"order_id": order_id}, as_=FRONT_END)

    await world.deliver()

    assert await load_order_status(world, order_id) == ("REFUNDED", "PAID")
    assert await load_ticket_stock(world) == (0, 0, 10)
    assert len(await world.sent_mails()) == 1


async def test_a_strangers_order_is_not_found(world: World) -> None:
    """
    Nobody learns that an order of somebody else's exists.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)

    answer = await world.call(cancel_order, {"order_id": order_id}, as_=BUDI)

    assert (answer.status, answer.code) == (404, "order_not_found")
    assert await load_ticket_stock(world) == (2, 0, 8)
