"""Settlement: Xendit's answer changes an order once, forward only, and only when the answer fits."""

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.orders.alert_when_payment_quarantined import alert_when_payment_quarantined
from functions.orders.expire_overdue_orders import expire_overdue_orders
from functions.orders.get_order import get_order
from functions.orders.receive_xendit_invoice import receive_xendit_invoice
from functions.orders.settle_invoice import settle_invoice
from shared.kernel.ids import OrderId
from shared.orders import store
from shared.tickets import store as tickets
from tests.builders import FRONT_END, a_ticket_type, put_tickets_on_sale
from tests.orders.steps import (
    CALLBACK_HEADERS,
    deliver_invoice_callback,
    load_order_status,
    load_ticket_stock,
    order_tickets,
    pay_invoice,
    pay_late_without_seats,
)
from tests.world import World

pytestmark = pytest.mark.emulator


async def test_a_payment_told_three_times_is_one(world: World) -> None:
    """
    PAID three times, with an old EXPIRED between: the order is PAID once, its tickets are made once, one mail leaves.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id)

    statuses = [
        await deliver_invoice_callback(world, order_id, status) for status in ("PAID", "EXPIRED", "PAID", "SETTLED")
    ]
    await world.deliver()

    assert statuses == [200] * 4
    assert await load_order_status(world, order_id) == ("PAID", "PAID")
    assert await load_ticket_stock(world) == (0, 2, 8)
    assert len(await tickets.list_order_tickets(world.reader, OrderId(order_id))) == 2
    assert len(await world.sent_mails()) == 1


async def test_a_callback_is_never_believed(world: World) -> None:
    """
    A callback that says PAID of an invoice that is not, changes nothing.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)

    told = await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()

    assert told == 200
    assert await load_order_status(world, order_id) == ("PENDING", "PENDING")


async def test_the_callback_costs_one_commit(world: World) -> None:
    """
    One look, one commit, and the answer: the rest is a task's.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    before = world.documents.meter.rpcs

    await deliver_invoice_callback(world, order_id, "PAID")

    its_own_read_of_the_order = 1
    assert world.documents.meter.rpcs - before - its_own_read_of_the_order == 2


@pytest.mark.parametrize(("how", "reason"), [({"amount": 299_999}, "paid amount"), ({"currency": "USD"}, "currency")])
async def test_a_payment_that_does_not_fit_is_quarantined(world: World, how: dict[str, Any], reason: str) -> None:
    """
    Too little money, or another currency: kept apart, alarm raised, never fulfilled.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id, **how)

    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()

    order = await world.get(store.order_ref(order_id))
    assert order is not None
    kept = await world.get(store.quarantined_payment_ref(order_id, order.payment.invoice_id or ""))
    assert kept is not None
    assert (reason, "PENDING") == (kept.reason, order.status)
    assert [f"payment quarantined: {reason}"] == [
        line["message"] for line in world.log_lines if line["message"].startswith("payment quarantined")
    ]
    assert await world.sent_mails() == []


async def test_the_alarm_is_raised_by_its_own_function(world: World) -> None:
    """
    `alert_when_payment_quarantined` says which order and which invoice, and nothing about a person.
    """
    payload = {"order_id": "BE-20261126-ACD346", "invoice_id": "inv-1", "reason": "paid twice"}

    await world.call.push_event(alert_when_payment_quarantined, "PaymentQuarantined", payload, id="e-1")

    (alarm,) = [line for line in world.log_lines if line["severity"] == "ERROR"]
    assert alarm["message"] == "payment quarantined: paid twice"
    assert (alarm["order_id"], alarm["invoice_id"]) == ("BE-20261126-ACD346", "inv-1")


async def test_a_stranger_among_references_is_noted(world: World) -> None:
    """
    A callback about something that is no order of ours is kept, answered 200, and raises the alarm.
    """
    body = {"id": "inv-1", "external_id": "shop-77", "status": "PAID", "amount": 1, "currency": "IDR"}

    answer = await world.call(receive_xendit_invoice, body, headers=CALLBACK_HEADERS)
    await world.deliver()

    note = await world.get(store.invoice_notice_ref("inv-1", "PAID"))
    assert answer.status == 200
    assert note is not None
    assert not note.known
    assert any("the order does not exist" in line["message"] for line in world.log_lines)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"status": "PAID", "external_id": "shop-77", "amount": 1}, 400),
        ({"id": "i", "status": "PAID", "external_id": "shop-77", "amount": "one"}, 400),
        ({"id": "i", "status": "PAID", "external_id": "shop-77", "amount": 1.5}, 400),
        ({"id": "a/b", "status": "PAID", "external_id": "shop-77", "amount": 1}, 400),
        ({"event": "something.new"}, 200),
        ([1, 2], 400),
    ],
)
async def test_odd_callbacks(world: World, body: Any, status: int) -> None:
    """
    What cannot be read is refused, what is news of another kind is taken, and nothing is ever a 5xx.
    """
    answer = await world.call(receive_xendit_invoice, body, headers=CALLBACK_HEADERS)

    assert status == answer.status
    assert world.sent.entries == []


@pytest.mark.parametrize(
    "changes",
    [
        {"id": None},
        {"id": "a/b"},
        {"amount": "300000.00", "paid_amount": "300000"},
        {"amount": "one", "currency": 5},
        {"status": "A_WORD_OF_TOMORROW"},
    ],
    ids=str,
)
async def test_a_callback_that_names_our_order_settles_it_at_once(world: World, changes: dict[str, Any]) -> None:
    """
    Without an id, with numbers as texts or in a new word: the order is asked for, and its payment needs no sweep.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id)

    told = await deliver_invoice_callback(world, order_id, **({"status": "PAID"} | changes))
    await world.deliver()

    assert told == 200
    assert await load_order_status(world, order_id) == ("PAID", "PAID")


async def test_a_forged_callback_does_not_use_up_the_genuine_one(world: World) -> None:
    """
    A stranger with a leaked token says PAID too early; the genuine callback, later and alike, settles at once.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    forged = await load_order_status(world, order_id)

    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()

    assert forged == ("PENDING", "PENDING")
    assert await load_order_status(world, order_id) == ("PAID", "PAID")


async def test_what_is_confirmed_is_not_asked_about_again(world: World) -> None:
    """
    Xendit repeats itself for a day: once its own answer has confirmed the payment, a repetition asks nothing.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    asked = len((await world.list_xendit_records("calls"))["items"])

    for status in ("PAID", "SETTLED", "EXPIRED"):
        await deliver_invoice_callback(world, order_id, status)
    await world.deliver()

    assert len((await world.list_xendit_records("calls"))["items"]) == asked


async def test_an_expired_invoice_expires_the_order(world: World) -> None:
    """
    The seats of an order that nobody paid are free again, once, however often that is told.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await world.control_xendit("expire", external_id=order_id, drop=True)

    for _ in range(2):
        await deliver_invoice_callback(world, order_id, "EXPIRED")
        await world.deliver()

    assert await load_order_status(world, order_id) == ("EXPIRED", "EXPIRED")
    assert await load_ticket_stock(world) == (0, 0, 10)


async def test_the_timer_expires_the_order_and_closes_its_invoice(world: World) -> None:
    """
    After fifteen minutes the invoice is closed first, then the seats are given back.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)

    world.later(minutes=16)
    await world.deliver()

    assert await load_order_status(world, order_id) == ("EXPIRED", "EXPIRED")
    assert await load_ticket_stock(world) == (0, 0, 10)
    assert (await world.list_xendit_records("invoices"))["payable"] == 0


async def test_paid_in_the_last_second_beats_the_timer(world: World) -> None:
    """
    Paid, but the callback was lost: the timer asks Xendit before it gives anything back.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id)

    world.later(minutes=16)
    await world.deliver()

    assert await load_order_status(world, order_id) == ("PAID", "PAID")
    assert await load_ticket_stock(world) == (0, 2, 8)


async def test_paid_late_with_seats_left_is_fulfilled(world: World) -> None:
    """
    The order had expired, but its seats are still free: it is paid after all.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await world.control_xendit("expire", external_id=order_id, drop=True)
    await deliver_invoice_callback(world, order_id, "EXPIRED")
    await world.deliver()

    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()

    assert await load_order_status(world, order_id) == ("PAID", "PAID")
    assert await load_ticket_stock(world) == (0, 2, 8)
    assert len(await world.sent_mails()) == 1


async def test_paid_late_without_seats_is_refunded_and_told(world: World) -> None:
    """
    The seats have gone to others: the money goes back the way it came, and the buyer is told.
    """
    order_id = await pay_late_without_seats(world, "QRIS")

    seen = await world.call(get_order, {"order_id": order_id}, as_=FRONT_END)
    assert (seen.body["status"], seen.body["payment_status"]) == ("REFUNDED", "PAID")
    assert [(refund["amount"], refund["cause"]) for refund in seen.body["refunds"]] == [(300_000, "gone")]
    assert [f"Pengembalian dana pesanan {order_id}"] == [mail["subject"] for mail in await world.sent_mails()]
    assert await load_ticket_stock(world) == (2, 0, 0)


async def test_a_virtual_account_cannot_be_refunded_so_the_buyer_is_asked(world: World) -> None:
    """
    Virtual accounts have no refund: the buyer is asked for a bank account, and the money is not forgotten.
    """
    order_id = await pay_late_without_seats(world, "BCA")

    seen = await world.call(get_order, {"order_id": order_id}, as_=FRONT_END)
    assert (seen.body["status"], seen.body["refunds"][0]["status"]) == ("EXPIRED", "AWAITING_ACCOUNT")
    assert "nomor rekening" in (await world.sent_mails())[0]["text"]


async def test_two_invoices_paid_are_one_order_and_one_alarm(world: World) -> None:
    """
    Should a buyer ever pay twice, the order is fulfilled once and the second payment is shown to a person.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    order = await world.get(store.order_ref(order_id))
    assert order is not None
    await world.runtime.gateways.payments.create_invoice(order, now=world.now)
    found = await world.runtime.gateways.payments.list_invoices(order_id)
    for invoice in found:
        await world.control_xendit("pay", invoice_id=invoice.id, channel="QRIS", drop=True)

    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()

    assert await load_order_status(world, order_id) == ("PAID", "PAID")
    assert await load_ticket_stock(world) == (0, 2, 8)
    assert any("paid twice" in line["message"] for line in world.log_lines)


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_order_of_callbacks_ends_in_the_truth(data: st.DataObject) -> None:
    """
    The rank of states is checked as a pure rule; this drives it through every permutation.
    """
    from shared.orders import rules
    from shared.orders.models import OrderStatus
    from shared.orders.ports import Invoice, InvoiceStatus
    from tests.orders.builders import an_open_order

    order = an_open_order()
    invoice = Invoice(id="i", order_id=order.id, status=InvoiceStatus.PAID, amount=order.total.amount, currency="IDR")
    told = data.draw(
        st.lists(st.sampled_from(list(InvoiceStatus)), min_size=1, max_size=8).filter(
            lambda statuses: InvoiceStatus.PAID in statuses
        )
    )

    for status in told:
        match rules.compute_settlement_decision(order, invoice.having(status=status)):
            case rules.SettlementDecision.FULFIL:
                order = rules.with_payment(order, invoice, now=order.created_at)
            case rules.SettlementDecision.LATE:
                order = rules.with_late_payment(order, invoice, now=order.created_at)
            case rules.SettlementDecision.EXPIRE:
                order = rules.with_expiry(order, now=order.created_at)
            case _:
                pass

    assert order.payment.status == "PAID"
    assert order.status in (OrderStatus.PAID, OrderStatus.EXPIRED)


async def test_settling_at_once_from_many_tasks_is_one(world: World) -> None:
    """
    Eight deliveries of the same job at the same moment fulfil once.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    job = next(entry for entry in world.sent.entries if entry.type == "SettleInvoice")

    answers = await asyncio.gather(*(world.call.deliver_task(settle_invoice, job.payload, entry=job) for _ in range(8)))

    assert {200} == {answer.status for answer in answers}
    assert world.sent_event_types.count("OrderPaid") == 1


async def test_a_late_payment_for_what_can_only_be_had_in_part_keeps_nothing(world: World) -> None:
    """
    One of two types has gone to others: the money goes back, and no seat of the other type stays sold to nobody.
    """
    await put_tickets_on_sale(world, a_ticket_type(), a_ticket_type("vip", quota=2))
    order_id = await order_tickets(world, ("regular", 3), ("vip", 2))
    await world.control_xendit("expire", external_id=order_id, drop=True)
    await deliver_invoice_callback(world, order_id, "EXPIRED")
    await world.deliver()
    await order_tickets(world, ("vip", 2))

    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()

    assert await load_order_status(world, order_id) == ("REFUNDED", "PAID")
    assert (await load_ticket_stock(world), await load_ticket_stock(world, "vip")) == ((0, 0, 10), (2, 0, 0))


async def test_a_callback_that_is_quicker_than_xendits_own_list_is_not_lost(world: World) -> None:
    """
    The callback says paid, the list does not yet: the task is retried until it does.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await deliver_invoice_callback(world, order_id, "PAID")
    (job,) = await world.list_outbox_entries("SettleInvoice")

    early = await world.call.deliver_task(settle_invoice, job.payload, entry=job)
    await pay_invoice(world, order_id)
    later = await world.call.deliver_task(settle_invoice, job.payload, entry=job, retries=1)

    assert [early.status, later.status] == [503, 200]
    assert await load_order_status(world, order_id) == ("PAID", "PAID")


async def test_one_document_that_cannot_be_read_stops_no_sweep(world: World) -> None:
    """
    A broken order among the overdue ones is reported by its path; the others expire all the same.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    broken = await order_tickets(world)
    kept = await world.get(store.order_ref(broken))
    assert kept is not None
    await world.put_documents(
        (store.order_ref(broken), kept.having(buyer=kept.buyer.model_copy(update={"email": "nonsense"})))
    )
    world.documents.on_unreadable = world.runtime.gateways._log_unreadable

    run = await world.call.run_schedule(expire_overdue_orders, due_at=world.later(minutes=30))

    assert run.body == {"counted": 1, "failed": 0}
    assert await load_order_status(world, order_id) == ("EXPIRED", "EXPIRED")
    assert [f"orders/{broken}"] == [line["document"] for line in world.log_lines if "document" in line]
