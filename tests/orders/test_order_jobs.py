"""The work behind an order, each piece delivered twice, too late, or cut off in the middle."""

import asyncio
from datetime import timedelta

import pytest

from emulators.demo.expectations import POLL_TIMEOUT, poll_until_equal
from functions.orders.cancel_order import cancel_order
from functions.orders.email_refund_notice import email_refund_notice
from functions.orders.expire_order import expire_order
from functions.orders.get_order import get_order
from functions.orders.open_invoice import open_invoice
from functions.orders.pay_order import pay_order
from functions.orders.refund_order import refund_order
from functions.orders.resolve_late_payment import resolve_late_payment
from functions.tickets.create_ticket_order import create_ticket_order
from functions.tickets.fill_ticket_stock import fill_ticket_stock
from functions.tickets.issue_tickets_when_order_paid import issue_tickets_when_order_paid
from shared.kernel import outbox
from shared.kernel.ids import OrderId
from shared.orders import store
from shared.orders.jobs import OpenInvoice
from shared.tickets import store as tickets
from shared.tickets.jobs import FillTicketStock
from tests.builders import EVENT, FRONT_END, a_ticket_order_request, a_ticket_type, put_tickets_on_sale
from tests.orders.steps import (
    deliver_invoice_callback,
    load_order_status,
    load_ticket_stock,
    order_tickets,
    pay_invoice,
)
from tests.world import World

pytestmark = pytest.mark.emulator


async def test_paid_orders_do_not_expire(world: World) -> None:
    """
    The timer of an order that has been paid finds nothing to do, and leaves Xendit alone.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    calls = len((await world.list_xendit_records("calls"))["items"])
    (timer,) = await world.list_outbox_entries("ExpireOrder")
    world.later(minutes=16)

    answer = await world.call.deliver_task(expire_order, timer.payload, entry=timer)

    assert answer.status == 200
    assert await load_order_status(world, order_id) == ("PAID", "PAID")
    assert len((await world.list_xendit_records("calls"))["items"]) == calls
    assert await world.list_outbox_entries("ExpireOrder") == []


async def test_a_job_that_was_put_off_is_not_done_early(world: World) -> None:
    """
    A task of an earlier time finds that the job is due later: it leaves it to the task of that time.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    (timer,) = await world.list_outbox_entries("ExpireOrder")

    answer = await world.call.deliver_task(expire_order, timer.payload, entry=timer)

    assert (answer.status, await load_order_status(world, order_id)) == (200, ("PENDING", "PENDING"))
    assert await world.list_outbox_entries("ExpireOrder") == [timer]


async def test_an_unreachable_provider_keeps_the_timer_alive(world: World) -> None:
    """
    Xendit does not answer: the seats stay held, the task is retried, and then it expires.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    (timer,) = await world.list_outbox_entries("ExpireOrder")
    world.later(minutes=16)
    await world.control_xendit("faults", kind="unavailable", operation="*", times=1)

    first = await world.call.deliver_task(expire_order, timer.payload, entry=timer)
    held = await load_ticket_stock(world)
    second = await world.call.deliver_task(expire_order, timer.payload, entry=timer, retries=1)

    assert (first.status, held) == (503, (2, 0, 8))
    assert (second.status, await load_ticket_stock(world)) == (200, (0, 0, 10))
    assert await load_order_status(world, order_id) == ("EXPIRED", "EXPIRED")


@pytest.mark.parametrize("kind", ["late", "reset", "duplicate", "rate_limited", "garbage", "unavailable"])
async def test_whatever_xendit_does_there_is_one_invoice_to_pay(world: World, kind: str) -> None:
    """
    Each way of failing leaves an order that can be paid a little later, through one invoice only.
    """
    await put_tickets_on_sale(world)
    world.runtime.gateways.payments._timeout = (1.0, 0.3)
    seconds = 0 if kind == "rate_limited" else 1
    await world.control_xendit("faults", kind=kind, operation="create_invoice", times=1, seconds=seconds)
    made = await world.call(create_ticket_order, a_ticket_order_request(), as_=FRONT_END)
    order_id = made.body["order_id"]

    for minutes in (2, 4):
        world.later(minutes=minutes)
        for job in await world.list_outbox_entries("OpenInvoice"):
            await world.call.deliver_task(open_invoice, job.payload, entry=job)

    seen = await world.call(get_order, {"order_id": order_id}, as_=FRONT_END)
    assert made.status == 200
    assert seen.body["checkout_url"] is not None
    assert (await world.list_xendit_records("invoices"))["payable"] == 1


async def test_strays_are_closed(world: World) -> None:
    """
    Should a slow answer have made a second invoice, it is closed before anybody pays it.
    """
    await put_tickets_on_sale(world)
    await world.control_xendit("faults", kind="bad_gateway", operation="create_invoice", times=1)
    order_id = await order_tickets(world)
    (job,) = await world.list_outbox_entries("OpenInvoice")
    world.later(minutes=1)
    await world.call.deliver_task(open_invoice, job.payload, entry=job)
    order = await world.get(store.order_ref(order_id))
    assert order is not None
    await world.runtime.gateways.payments.create_invoice(order, now=world.now)
    before = (await world.list_xendit_records("invoices"))["payable"]

    (check,) = await world.list_outbox_entries("OpenInvoice")
    world.later(minutes=4)
    await world.call.deliver_task(open_invoice, check.payload, entry=check)

    assert (before, (await world.list_xendit_records("invoices"))["payable"]) == (2, 1)
    assert await world.list_outbox_entries("OpenInvoice") == []


async def test_an_invoice_that_its_task_cannot_attach_is_closed(world: World) -> None:
    """
    The order is cancelled while a task creates its invoice, and a second delivery of the task concludes the job.

    The first delivery is then a duplicate and commits nothing: a later task closes the invoice that it has created.
    """
    await put_tickets_on_sale(world)
    await world.control_xendit("faults", kind="bad_gateway", operation="create_invoice", times=1)
    order_id = await order_tickets(world)
    (job,) = await world.list_outbox_entries("OpenInvoice")
    world.later(minutes=1)
    world.runtime.max_wait_seconds = 0
    world.runtime.gateways.payments._timeout = (POLL_TIMEOUT, POLL_TIMEOUT)
    await world.control_xendit("faults", kind="slow", operation="create_invoice", times=1, seconds=POLL_TIMEOUT)
    first = asyncio.ensure_future(world.call.deliver_task(open_invoice, job.payload, entry=job))
    await poll_until_equal("calls held by the provider", lambda: world.count_hanging_calls("xendit"), 1, of=int)

    cancelled = await world.call(cancel_order, {"order_id": order_id}, as_=FRONT_END)
    second = await world.call.deliver_task(open_invoice, job.payload, entry=job)
    await world.end_faults("xendit")
    late = await first
    left = (await world.list_xendit_records("invoices"))["payable"]
    world.later(minutes=4)
    for check in await world.list_outbox_entries("OpenInvoice"):
        await world.call.deliver_task(open_invoice, check.payload, entry=check)

    assert [answer.status for answer in (cancelled, second, late)] == [200, 200, 200]
    assert (left, (await world.list_xendit_records("invoices"))["payable"]) == (1, 0)


@pytest.mark.parametrize(
    ("fault", "waiting"),
    [
        ({"kind": "bad_gateway"}, [2, 3, 4]),
        ({"kind": "rate_limited"}, [1, 1, 1]),
        ({"kind": "error", "status": 400, "error_code": "API_VALIDATION_ERROR"}, [0, 0, 0]),
        ({"kind": "reset"}, [1, 0, 0]),
        ({"kind": "reset_before"}, [2, 3, 4]),
    ],
)
async def test_checks_do_not_multiply(world: World, fault: dict[str, object], waiting: list[int]) -> None:
    """
    The provider goes on failing, and each task is delivered three times a round: a refusal adds no task.

    Silence, or an answer that decides nothing, adds one task for each lease, since the provider may have an invoice.
    """
    await put_tickets_on_sale(world)
    world.runtime.max_wait_seconds = 0
    await world.control_xendit("faults", operation="create_invoice", times=100, **fault)
    await order_tickets(world)

    left = []
    for _ in waiting:
        world.later(minutes=4)
        for job in await world.list_outbox_entries("OpenInvoice"):
            for retry in range(3):
                await world.call.deliver_task(open_invoice, job.payload, entry=job, retries=retry)
        left.append(len(await world.list_outbox_entries("OpenInvoice")))

    assert left == waiting


async def test_a_new_lease_replaces_the_check_of_the_last(world: World) -> None:
    """
    The buyer presses pay again and again while the provider is silent: one check waits beside the order's own task.
    """
    await put_tickets_on_sale(world)
    world.runtime.max_wait_seconds = 0
    await world.control_xendit("faults", operation="create_invoice", times=100, kind="reset_before")
    order_id = await order_tickets(world)

    presses, checks = [], []
    for _ in range(4):
        world.later(seconds=31)
        presses.append((await world.call(pay_order, {"order_id": order_id}, as_=FRONT_END)).status)
        own = outbox.job_entry_id(OpenInvoice, order_id)
        checks.append([entry.due_at for entry in await world.list_outbox_entries("OpenInvoice") if entry.id != own])

    assert presses == [503] * 4
    assert [len(due) for due in checks] == [1] * 4
    assert checks[-1] == [world.now + timedelta(minutes=3)]


async def test_a_stray_is_closed_even_after_the_order_was_paid(world: World) -> None:
    """
    The invoice of a lost request shows up when the buyer has already paid another: it cannot be paid too.
    """
    await put_tickets_on_sale(world)
    await world.control_xendit("faults", kind="bad_gateway", operation="create_invoice", times=1)
    order_id = await order_tickets(world)
    (job,) = await world.list_outbox_entries("OpenInvoice")
    world.later(minutes=1)
    await world.call.deliver_task(open_invoice, job.payload, entry=job)
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    order = await world.get(store.order_ref(order_id))
    assert order is not None
    await world.runtime.gateways.payments.create_invoice(order, now=world.now)

    (check,) = await world.list_outbox_entries("OpenInvoice")
    world.later(minutes=4)
    answer = await world.call.deliver_task(open_invoice, check.payload, entry=check)

    assert answer.status == 200
    assert (await world.list_xendit_records("invoices"))["payable"] == 0
    assert await world.list_outbox_entries("OpenInvoice") == []


async def test_resolving_a_payment_that_was_in_time_does_nothing(world: World) -> None:
    """
    A stray or repeated job cannot refund, fulfil or tell anything twice.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    writes = world.documents.meter.writes
    job = {"order_id": order_id}

    answers = [await world.call.deliver_task(function, job) for function in (resolve_late_payment, refund_order)]

    assert [answer.status for answer in answers] == [200, 200]
    assert world.documents.meter.writes == writes
    assert await load_order_status(world, order_id) == ("PAID", "PAID")


async def test_a_job_about_nothing_is_buried(world: World) -> None:
    """
    A job that names an order that does not exist is not retried for ever: it becomes a dead letter.
    """
    answer = await world.call.deliver_task(email_refund_notice, {"order_id": "BE-20261126-AAAAAA"})

    assert answer.status == 200
    assert [line["code"] for line in world.log_lines if line["message"].startswith("email-refund-notice")] == [
        "order_not_found"
    ]
    assert any(line["message"] == "dead letter: email-refund-notice order_not_found" for line in world.log_lines)


async def test_tickets_are_issued_once_however_often_it_is_announced(world: World) -> None:
    """
    Two deliveries of one announcement, and a second announcement of the same: one set of tickets, one mail.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    payload = {"order_id": order_id, "paid_at": world.now.isoformat()}

    for id in ("again", "again", "and-again"):
        await world.call.push_event(issue_tickets_when_order_paid, "OrderPaid", payload, id=id)
    await world.deliver()

    assert len(await tickets.list_order_tickets(world.reader, OrderId(order_id))) == 2
    assert len(await world.sent_mails()) == 1


async def test_stock_that_was_cut_off_is_filled_later(world: World) -> None:
    """
    The saving of a type died after its first commit: the job that it left behind makes the seats.
    """
    await put_tickets_on_sale(world, a_ticket_type(quota=0))
    kept = await world.get(tickets.ticket_type_ref(EVENT, "regular"))
    assert kept is not None
    await world.put_documents((tickets.ticket_type_ref(EVENT, "regular"), kept.having(quota=900)))
    job = FillTicketStock(event_id=EVENT, type_id=kept.id)

    for _ in range(2):
        await world.call.deliver_task(fill_ticket_stock, job.model_dump())

    assert await load_ticket_stock(world) == (0, 0, 900)
