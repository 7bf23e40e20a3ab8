"""A second try at paying: never two invoices that can be paid."""

import asyncio

import pytest

from functions.orders.get_order import get_order
from functions.orders.pay_order import pay_order
from functions.orders.reconcile_open_payments import reconcile_open_payments
from functions.tickets.create_ticket_order import create_ticket_order
from shared.gateways.xendit import payload_parser
from shared.orders import rules
from shared.orders.models import OrderStatus, Payment
from tests.builders import FRONT_END, a_ticket_order_request, put_tickets_on_sale
from tests.orders.builders import an_open_order, commit_action, create_booking_order, hold_booking_slot, load_order
from tests.orders.steps import deliver_invoice_callback, load_order_status, order_tickets, pay_invoice
from tests.world import ANA, BUDI, World

pytestmark = pytest.mark.emulator


async def payable(world: World) -> int:
    """How many invoices could be paid."""
    count: int = (await world.list_xendit_records("invoices"))["payable"]
    return count


async def test_the_invoice_that_is_open_is_shown_again(world: World) -> None:
    """
    Nothing has happened to it, so it is the same place to pay.
    """
    order_id = await create_booking_order(world)
    before = (await load_order(world, order_id)).payment

    answer = await world.call(pay_order, {"order_id": order_id}, as_=ANA)

    assert answer.body["checkout_url"] == before.checkout_url
    assert await payable(world) == 1


async def test_an_invoice_that_ended_early_is_replaced(world: World) -> None:
    """
    Its invoice has ended, the three days have not: the order stays open, gets another invoice, and is paid by it.
    """
    order_id = await create_booking_order(world)
    before = (await load_order(world, order_id)).payment
    await world.control_xendit("expire", external_id=order_id, drop=True)
    await deliver_invoice_callback(world, order_id, "EXPIRED")
    await world.deliver()
    between = await load_order_status(world, order_id)

    again = await world.call(pay_order, {"order_id": order_id}, as_=ANA)
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()

    assert between == ("PENDING", "PENDING")
    assert again.body["checkout_url"] not in (None, before.checkout_url)
    assert await load_order_status(world, order_id) == ("PAID", "PAID")


async def test_twice_at_once_leaves_one_to_pay(world: World) -> None:
    """
    Four impatient clicks are shown one invoice, the only one that was created; minutes later it is still the one.
    """
    order_id = await create_booking_order(world)
    await world.control_xendit("expire", external_id=order_id, drop=True)

    answers = await asyncio.gather(*(world.call(pay_order, {"order_id": order_id}, as_=ANA) for _ in range(4)))
    world.later(minutes=4)
    for job in await world.list_outbox_entries("OpenInvoice"):
        world.sent.entries.append(job)
    await world.deliver()

    calls = (await world.list_xendit_records("calls"))["items"]
    created = [one["operation"] for one in calls].count("create_invoice")
    shown = {answer.body["checkout_url"] for answer in answers}
    assert created == 2
    assert len(shown) == 1
    assert await payable(world) == 1
    assert shown == {(await load_order(world, order_id)).payment.checkout_url}


async def test_paid_already_is_settled(world: World) -> None:
    """
    It had been paid, and nobody had told us: asking where to pay finds it out.
    """
    order_id = await create_booking_order(world)
    await pay_invoice(world, order_id)

    answer = await world.call(pay_order, {"order_id": order_id}, as_=ANA)
    await world.deliver()

    assert answer.status == 200
    assert await load_order_status(world, order_id) == ("PAID", "PAID")


@pytest.mark.parametrize(
    ("status", "reason", "told"),
    [(400, "API_VALIDATION_ERROR", (502, "payment_refused")), (404, "DATA_NOT_FOUND", (404, "not_found"))],
)
async def test_refusal_of_the_provider_is_told(world: World, status: int, reason: str, told: tuple[int, str]) -> None:
    """
    The provider makes no invoice: the caller learns it by a code of its own, the payment has failed, the order is open.
    """
    order_id = await create_booking_order(world)
    await world.control_xendit("expire", external_id=order_id, drop=True)
    await world.control_xendit("faults", operation="create_invoice", kind="error", status=status, error_code=reason)

    answer = await world.call(pay_order, {"order_id": order_id}, as_=ANA)

    assert (answer.status, answer.code) == told
    assert await load_order_status(world, order_id) == ("PENDING", "FAILED")


async def test_a_failed_payment_is_seen_and_paid_again(world: World) -> None:
    """
    Xendit refuses the first invoice: the buyer sees FAILED and no page, pays again, and gets the tickets.
    """
    await put_tickets_on_sale(world)
    fault = {"kind": "error", "status": 400, "error_code": "API_VALIDATION_ERROR"}
    await world.control_xendit("faults", operation="create_invoice", times=1, **fault)

    ordered = await world.call(create_ticket_order, a_ticket_order_request(), as_=FRONT_END)
    order_id = ordered.body["order_id"]
    seen = await world.call(get_order, {"order_id": order_id}, as_=FRONT_END)
    again = await world.call(pay_order, {"order_id": order_id}, as_=FRONT_END)
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()

    shown = [
        (one.status, one.body["status"], one.body["payment_status"], one.body["checkout_url"] is None)
        for one in (ordered, seen, again)
    ]
    assert shown[:2] == [(200, "PENDING", "FAILED", True)] * 2
    assert shown[2] == (200, "PENDING", "PENDING", False)
    assert await load_order_status(world, order_id) == ("PAID", "PAID")


async def test_a_failed_payment_ends_with_its_order(world: World) -> None:
    """
    Nobody pays again: the order expires at its time, and the seats are free.
    """
    await put_tickets_on_sale(world)
    fault = {"kind": "error", "status": 400, "error_code": "API_VALIDATION_ERROR"}
    await world.control_xendit("faults", operation="create_invoice", times=9, **fault)
    order_id = await order_tickets(world)

    world.later(minutes=16)
    await world.deliver()

    assert await load_order_status(world, order_id) == ("EXPIRED", "EXPIRED")


@pytest.mark.parametrize(
    ("invoice_id", "order_status", "decision"),
    [
        ("inv-1", OrderStatus.PENDING, "fail"),
        ("inv-0", OrderStatus.PENDING, "nothing"),
        ("inv-1", OrderStatus.CANCELLED, "nothing"),
    ],
)
async def test_the_provider_says_that_a_payment_failed(
    invoice_id: str, order_status: OrderStatus, decision: str
) -> None:
    """
    It counts for the invoice that the buyer was shown, while the order is open.
    """
    order = an_open_order(status=order_status, payment=Payment(invoice_id="inv-1", checkout_url="https://pay"))
    body = {"id": invoice_id, "external_id": order.id, "status": "FAILED", "amount": 300_000, "currency": "IDR"}

    invoice = payload_parser.parse_invoice(body)
    failed = rules.with_failed_payment(order)

    assert rules.compute_settlement_decision(order, invoice) == decision
    assert failed.payment.checkout_url == (None if order_status is OrderStatus.PENDING else "https://pay")


async def test_what_is_over_is_not_paid_again(world: World) -> None:
    """
    After the three days, and for a stranger at any time: no.
    """
    order_id = await create_booking_order(world)

    stranger = await world.call(pay_order, {"order_id": order_id}, as_=BUDI)
    world.later(days=3)
    late = await world.call(pay_order, {"order_id": order_id}, as_=ANA)

    assert (stranger.status, stranger.code) == (404, "order_not_found")
    assert (late.status, late.code) == (409, "order_not_open")


async def test_what_others_have_by_now_is_not_paid(world: World) -> None:
    """
    Its hold is over: as long as nobody comes the hour can be paid, and once somebody has come it cannot.
    """
    order_id = await create_booking_order(world)
    world.later(minutes=61)

    alone = await world.call(pay_order, {"order_id": order_id}, as_=ANA)
    await commit_action(world, hold_booking_slot, "BE-20261126-ZZZZZZ", world)
    gone = await world.call(pay_order, {"order_id": order_id}, as_=ANA)
    world.later(minutes=61)
    free_again = await world.call(pay_order, {"order_id": order_id}, as_=ANA)

    assert (alone.status, free_again.status) == (200, 200)
    assert (gone.status, gone.code, gone.body["order_id"]) == (409, "no_longer_available", order_id)


async def test_a_ticket_order_ends_with_its_invoice(world: World) -> None:
    """
    One clock: when the invoice has ended, so has the hold, and the seats are others' to buy.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await world.control_xendit("expire", external_id=order_id, drop=True)
    await world.call.run_schedule(reconcile_open_payments, due_at=world.later(minutes=5))
    await world.deliver()

    answer = await world.call(pay_order, {"order_id": order_id}, as_=FRONT_END)

    assert (answer.status, answer.body["order_status"]) == (409, "EXPIRED")
