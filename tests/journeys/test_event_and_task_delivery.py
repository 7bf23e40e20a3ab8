"""Events and jobs through the real Pub/Sub and Cloud Tasks emulators: twice, lost, and undeliverable."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from emulators.demo.demo_context import DemoContext
from emulators.demo.expectations import poll_until_equal
from shared.kernel.ids import OrderId
from shared.kernel.outbox import OutboxEntry
from shared.orders.jobs import SettleInvoice
from shared.orders.ports import Invoice, InvoiceStatus
from shared.workflows import settlement
from tests.journeys.cloud_inspector import CloudInspector, format_moment

pytestmark = [pytest.mark.emulator, pytest.mark.slow]


async def an_order(on: DemoContext, buyer: str, *, quantity: int = 1) -> str:
    """An order that waits for its payment."""
    made = (await on.order_tickets("regular", quantity, buyer)).require_success()
    order_id: str = made["order_id"]
    return order_id


async def settled_by_a_function_that_died(on: DemoContext, inspector: CloudInspector, order_id: str) -> OutboxEntry:
    """Settle an order as the function does that dies between its commit and the publication; the event it leaves."""
    order, told = await inspector.load_order(order_id), await on.xendit.get_invoice(order_id)
    invoice = Invoice(
        id=told["id"],
        order_id=order_id,
        status=InvoiceStatus.PAID,
        amount=order.total.amount,
        currency=order.currency,
        channel="QRIS",
    )
    unit = inspector.new_unit_of_work()
    await settlement.settle_order(unit, OrderId(order_id), [invoice], now=datetime.now(UTC))
    await inspector.db.commit(unit.build_writes())
    return next(entry for entry in unit.outbox_entries if entry.type == "OrderPaid")


async def ticket_ids(inspector: CloudInspector, order_id: str) -> list[str]:
    """The ids of an order's tickets."""
    return [ticket.id for ticket in await inspector.list_tickets_of_order(order_id)]


async def test_an_event_that_was_never_published_is_relayed_once(on: DemoContext, inspector: CloudInspector) -> None:
    """A crash after the commit and before the publication loses nothing: the sweep sends it, and only once."""
    await on.save_ticket_type("regular")
    order_id = await an_order(on, "Sari Wulandari", quantity=2)
    event = await settled_by_a_function_that_died(on, inspector, order_id)
    await asyncio.sleep(0.5)
    assert await inspector.list_tickets_of_order(order_id) == []

    await on.control.run_schedule("relay-outbox", due_at=format_moment(minutes=1))
    await on.inbox.wait_for_mail(order_id)
    await on.control.run_schedule("relay-outbox", due_at=format_moment(minutes=1))
    await asyncio.sleep(0.5)

    assert await ticket_ids(inspector, order_id) == [f"{order_id}-1", f"{order_id}-2"]
    assert len(await on.inbox.list_mails(order_id)) == 1
    assert not await inspector.is_waiting(event)


async def test_an_event_published_five_times_makes_one_set_of_tickets(
    on: DemoContext, inspector: CloudInspector
) -> None:
    """Pub/Sub promises at least once; the buyer gets each ticket, and the mail, exactly once."""
    await on.save_ticket_type("regular")
    order_id = await an_order(on, "Budi Santoso", quantity=3)
    event = await settled_by_a_function_that_died(on, inspector, order_id)

    await asyncio.gather(*(inspector.events.publish(event) for _ in range(4)))
    await on.inbox.wait_for_mail(order_id)
    await inspector.events.publish(event)
    await asyncio.sleep(1)

    assert await ticket_ids(inspector, order_id) == [f"{order_id}-{number}" for number in (1, 2, 3)]
    assert len(await on.inbox.list_mails(order_id)) == 1
    sales = (await on.get_sales())["regular"]
    assert (sales["sold"], sales["revenue"]["amount"]) == (3, 450_000)


async def test_a_job_enqueued_three_times_is_done_once(on: DemoContext, inspector: CloudInspector) -> None:
    """Three tasks of one job at the same moment settle an order once; the lost webhook is not missed."""
    await on.save_ticket_type("regular")
    order_id = await an_order(on, "Dewi Lestari")
    await on.xendit.post_control("pay", external_id=order_id, channel="QRIS", drop=True)
    unit = inspector.new_unit_of_work()
    unit.schedule(SettleInvoice(order_id=OrderId(order_id)))
    await inspector.db.commit(unit.build_writes())
    (job,) = unit.outbox_entries

    # Each relay of a job is a task of its own.
    await asyncio.gather(*(inspector.tasks.enqueue(job.having(relays=relays)) for relays in range(3)))
    await on.wait_for_order(order_id, "PAID")
    await on.inbox.wait_for_mail(order_id)
    await asyncio.sleep(1)

    assert await ticket_ids(inspector, order_id) == [f"{order_id}-1"]
    assert len(await on.inbox.list_mails(order_id)) == 1
    assert not await inspector.is_waiting(job)


async def test_a_job_that_was_never_enqueued_is_relayed(on: DemoContext, inspector: CloudInspector) -> None:
    """The webhook was answered and its function died: the settling waits in the outbox until the sweep sends it."""
    await on.save_ticket_type("regular")
    order_id = await an_order(on, "Eka Pratama")
    await on.xendit.post_control("pay", external_id=order_id, channel="QRIS", drop=True)
    unit = inspector.new_unit_of_work()
    unit.schedule(SettleInvoice(order_id=OrderId(order_id)))
    await inspector.db.commit(unit.build_writes())
    assert (await on.get_order(order_id))["status"] == "PENDING"

    await on.control.run_schedule("relay-outbox", due_at=format_moment(minutes=3))

    await on.wait_for_order(order_id, "PAID")
    await on.inbox.wait_for_mail(order_id)
    assert not await inspector.is_waiting(unit.outbox_entries[0])


async def test_a_mail_that_cannot_be_sent_is_put_off_and_holds_nobody_up(
    on: DemoContext, inspector: CloudInspector
) -> None:
    """While the mail provider is down others buy as usual; the mail waits for hours, is no dead letter, and arrives."""
    await on.save_ticket_type("regular")
    doomed = await an_order(on, "Sari Wulandari")
    await on.inbox.post_control("faults", kind="unavailable", operation="SendMail", times=1_000)
    try:
        await on.xendit.post_control("pay", external_id=doomed, channel="QRIS")
        await on.wait_for_order(doomed, "PAID")
        other = await an_order(on, "Budi Santoso")
        await on.xendit.post_control("pay", external_id=other, channel="QRIS")
        await on.wait_for_order(other, "PAID")
        waits = await _put_off(inspector, doomed)
        assert await on.inbox.list_mails(doomed) == []
    finally:
        await on.inbox.end_faults()
    for order_id in (other, doomed):
        await _let_time_pass(on, inspector, order_id)
        await on.inbox.wait_for_mail(order_id)

    assert timedelta(hours=4, minutes=55) < waits <= timedelta(hours=6)
    for order_id in (other, doomed):
        assert await inspector.list_dead_letters(str(await inspector.find_mail_delivery(order_id))) == []
        assert len(await on.inbox.list_mails(order_id)) == 1
    assert await ticket_ids(inspector, doomed) == [f"{doomed}-1"]


async def _hurry_mail(inspector: CloudInspector, order_id: str) -> str | None:
    """Run the tasks of an order's mail that wait for their next attempt, and return the id of its delivery."""
    await inspector.run_waiting_tasks("mail", order_id)
    delivery_id = await inspector.find_mail_delivery(order_id)
    if delivery_id is not None:
        await inspector.run_waiting_tasks("notice-mail", delivery_id)
    return delivery_id


async def _put_off(inspector: CloudInspector, order_id: str) -> timedelta:
    """Let the quick attempts of the order's mail pass, and return how long it waits for the next one."""

    async def is_put_off() -> bool:
        delivery_id = await _hurry_mail(inspector, order_id)
        return delivery_id is not None and await inspector.find_mail_retry(delivery_id) is not None

    await poll_until_equal("the mail is put off", is_put_off, True, of=bool)
    retry_at = await inspector.find_mail_retry(str(await inspector.find_mail_delivery(order_id)))
    assert retry_at is not None
    return retry_at - datetime.now(UTC)


async def _let_time_pass(on: DemoContext, inspector: CloudInspector, order_id: str) -> None:
    """Let the hours pass for which the order's mail was put off, and those between its quick attempts."""
    delivery_id = await _hurry_mail(inspector, order_id)
    for entry in await inspector.list_outbox_entries():
        if entry.payload.get("delivery_id") == delivery_id:
            await inspector.make_job_due(entry)
    # `_put_off` may have used up the task of the later time, before that time.
    await on.control.run_schedule("relay-outbox", due_at=format_moment(minutes=3))
