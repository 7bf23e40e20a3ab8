"""Partial answers of Xendit are completed by asking: an order is never left without a page to pay on."""

import pytest

from functions.orders.open_invoice import open_invoice
from functions.orders.pay_order import pay_order
from functions.tickets.create_ticket_order import create_ticket_order
from shared.orders import store
from tests.builders import FRONT_END, a_ticket_order_request, put_tickets_on_sale
from tests.orders.builders import load_order
from tests.orders.steps import deliver_invoice_callback, load_order_status, order_tickets, pay_invoice
from tests.world import World

pytestmark = pytest.mark.emulator


async def leave_out(world: World, operation: str, *fields: str, times: int = 1) -> None:
    """Let Xendit's answers of an operation lack fields."""
    await world.control_xendit("faults", kind="partial", operation=operation, fields=fields, times=times)


async def test_an_invoice_without_its_page_is_completed(world: World) -> None:
    """
    Xendit creates the invoice and leaves its URL out: asked for the invoice, it shows the URL, and the buyer can pay.
    """
    await put_tickets_on_sale(world)
    await leave_out(world, "create_invoice", "invoice_url")

    made = await world.call(create_ticket_order, a_ticket_order_request(), as_=FRONT_END)

    order = await load_order(world, made.body["order_id"])
    assert made.status == 200
    assert made.body["checkout_url"] == order.payment.checkout_url
    assert order.payment.checkout_url is not None
    assert (await world.list_xendit_records("invoices"))["payable"] == 1


@pytest.mark.parametrize("by", ["task", "buyer"])
async def test_a_page_that_xendit_shows_later_is_found(world: World, by: str) -> None:
    """
    Xendit does not show the URL at first: nothing is attached, and the task or the buyer finds the same invoice later.
    """
    await put_tickets_on_sale(world)
    await leave_out(world, "create_invoice", "invoice_url")
    await leave_out(world, "get_invoice_by_id", "invoice_url")
    order_id = await order_tickets(world)
    before = (await load_order(world, order_id)).payment

    world.later(minutes=1)
    if by == "task":
        (job,) = await world.list_outbox_entries("OpenInvoice")
        await world.call.deliver_task(open_invoice, job.payload, entry=job)
    else:
        await world.call(pay_order, {"order_id": order_id}, as_=FRONT_END)

    after = (await load_order(world, order_id)).payment
    assert (before.invoice_id, before.checkout_url) == (None, None)
    assert after.invoice_id is not None
    assert after.checkout_url is not None
    assert (await world.list_xendit_records("invoices"))["payable"] == 1


async def test_an_order_from_before_gets_its_page(world: World) -> None:
    """
    An order whose invoice was attached without a URL, by an older version, gets the URL when its buyer asks to pay.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    order = await load_order(world, order_id)
    damaged = order.having(payment=order.payment.having(checkout_url=None))
    await world.put_documents((store.order_ref(order_id), damaged))

    answer = await world.call(pay_order, {"order_id": order_id}, as_=FRONT_END)

    assert (answer.status, answer.body["checkout_url"]) == (200, order.payment.checkout_url)
    assert (await load_order(world, order_id)).payment == order.payment


@pytest.mark.parametrize(
    "fields",
    [
        ("paid_amount",),
        ("paid_at",),
        ("payment_channel", "payment_method", "bank_code", "ewallet_type"),
        ("paid_amount", "paid_at", "payment_channel", "payment_method"),
    ],
    ids=str,
)
async def test_a_payment_that_is_listed_in_part_is_completed(world: World, fields: tuple[str, ...]) -> None:
    """
    The list leaves out what was paid, when or how: the invoice itself says so, and the order has it.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id)
    await leave_out(world, "get_invoices", *fields)

    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()

    payment = (await load_order(world, order_id)).payment
    assert (payment.channel, payment.paid_at is not None) == ("QRIS", True)


async def test_too_little_is_noticed_though_the_list_leaves_it_out(world: World) -> None:
    """
    The list does not say how much was paid: the invoice is asked for before the order counts as paid.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id, amount=299_999)
    await leave_out(world, "get_invoices", "paid_amount")

    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()

    assert await load_order_status(world, order_id) == ("PENDING", "PENDING")
