"""Xendit in all its moods: what each failure means, and that nobody ever has two invoices to pay."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from shared.gateways.xendit import XenditPayments
from shared.kernel.errors import NotFound, Unavailable
from shared.orders import invoice_leases, store
from shared.orders.errors import PaymentRefused
from shared.orders.models import Order
from shared.orders.ports import InvoiceStatus
from shared.runtime.context import Context
from shared.workflows import checkout
from tests.gateways.xendit.conftest import create_gateway
from tests.gateways.xendit.steps import (
    SILENT_FAULTS,
    call_until_hanging,
    count_payable_invoices,
    count_vendor_calls,
    ensure_invoice,
)
from tests.orders.builders import an_open_order
from tests.world import World

pytestmark = pytest.mark.emulator

# The kind of failure, what it means to us, and whether an invoice has been made all the same.
FAILURES: list[tuple[dict[str, Any], type[Exception], int]] = [
    ({"kind": "bad_gateway"}, Unavailable, 0),
    ({"kind": "unavailable"}, Unavailable, 0),
    ({"kind": "rate_limited", "seconds": 0}, Unavailable, 0),
    ({"kind": "garbage"}, Unavailable, 0),
    ({"kind": "reset_before"}, Unavailable, 0),
    ({"kind": "hang", "seconds": 60}, Unavailable, 0),
    ({"kind": "late", "seconds": 60}, Unavailable, 1),
    ({"kind": "reset"}, Unavailable, 1),
    ({"kind": "error", "status": 500}, Unavailable, 0),
    ({"kind": "error", "status": 400, "error_code": "API_VALIDATION_ERROR"}, PaymentRefused, 0),
    ({"kind": "error", "status": 403, "error_code": "REQUEST_FORBIDDEN_ERROR"}, Unavailable, 0),
    ({"kind": "duplicate"}, PaymentRefused, 0),
    ({"kind": "error", "status": 404, "error_code": "DATA_NOT_FOUND"}, NotFound, 0),
]
KINDS = [f"{fault['kind']}-{fault.get('status', '')}" for fault, _, _ in FAILURES]


async def open_order_invoice(world: World, payments: XenditPayments, order: Order) -> Order:
    """What becomes of an order whose own request opens its invoice."""
    call = a_call(world)
    await world.put_documents(
        (store.order_ref(order.id), invoice_leases.with_invoice_lease(order, call.call_id, now=world.now, first=True))
    )
    return await checkout.open_invoice(call, payments, order.id)


def a_call(world: World) -> Context:
    """A call of some function."""
    return Context(world.runtime, function="test", request_id="req_test")


@pytest.mark.parametrize(("fault", "meaning", "made"), FAILURES, ids=KINDS)
async def test_what_a_failure_means(
    world: World,
    payments: XenditPayments,
    impatient_payments: XenditPayments,
    order: Order,
    fault: dict[str, Any],
    meaning: type[Exception],
    made: int,
) -> None:
    """
    Each failure of making an invoice has a meaning; whatever it was, asking again finds or makes the only one.
    """
    await world.control_xendit("faults", operation="create_invoice", **fault)

    if fault["kind"] in SILENT_FAULTS:
        raised = await call_until_hanging(world, lambda: ensure_invoice(impatient_payments, order, now=world.now))
    else:
        with pytest.raises(meaning) as raised:
            await ensure_invoice(payments, order, now=world.now)
    left = await count_payable_invoices(world)
    invoice = await ensure_invoice(payments, order, now=world.now)

    assert type(raised.value) is meaning
    assert (left, await count_payable_invoices(world)) == (made, 1)
    assert (invoice.order_id, invoice.amount, invoice.status) == (order.id, 300_000, InvoiceStatus.PENDING)
    assert await count_vendor_calls(world, "create_invoice") == 2 - made


@pytest.mark.parametrize("fault", [fault for fault, _, _ in FAILURES], ids=KINDS)
async def test_a_request_never_fails_for_want_of_an_invoice(
    world: World, payments: XenditPayments, impatient_payments: XenditPayments, order: Order, fault: dict[str, Any]
) -> None:
    """
    The buyer's own request goes on without an invoice; the second try never makes a second one.
    """
    await world.control_xendit("faults", operation="create_invoice", **fault)

    first = await open_order_invoice(world, impatient_payments if fault["kind"] in SILENT_FAULTS else payments, order)
    world.later(minutes=1)
    second = await checkout.ensure_invoice(a_call(world), payments, first)

    assert first.payment.invoice_id is None
    assert second.payment.invoice_id is not None
    assert await count_payable_invoices(world) == 1


@pytest.mark.parametrize(
    "fault", [{"kind": kind} for kind in ("bad_gateway", "unavailable", "garbage", "reset", "rate_limited")]
)
async def test_without_a_look_nothing_is_made(
    world: World, payments: XenditPayments, order: Order, fault: dict[str, Any]
) -> None:
    """
    When Xendit does not say which invoices there are, none is made.
    """
    await world.control_xendit("faults", operation="get_invoices", **fault)

    with pytest.raises(Unavailable):
        await ensure_invoice(payments, order, now=world.now)

    assert await count_vendor_calls(world, "create_invoice") == 0


@pytest.mark.parametrize(("told", "pause"), [(30.0, 30.0), (7.5, 7.5), (10_000.0, 900.0)])
async def test_a_limited_rate_is_waited_for(world: World, order: Order, told: float, pause: float) -> None:
    """
    Xendit's 429 names a pause: until it is over, the operation is refused without a call; others go on.
    """
    moment = [1_000.0]
    payments = create_gateway(world, patience=30, clock=lambda: moment[0])
    await world.control_xendit("faults", kind="rate_limited", operation="get_invoices", seconds=told)

    with pytest.raises(Unavailable) as first:
        await payments.list_invoices(order.id)
    moment[0] += pause - 1
    with pytest.raises(Unavailable) as second:
        await payments.list_invoices(order.id)
    await payments.create_invoice(order, now=world.now)
    moment[0] += 1
    found = await payments.list_invoices(order.id)

    assert (first.value.retry_after, second.value.retry_after) == (pause, 1)
    assert len(found) == 1
    assert await count_vendor_calls(world, "get_invoices") == 2


async def test_a_silent_xendit_is_asked_once(world: World, impatient_payments: XenditPayments, order: Order) -> None:
    """
    A GET that gets no answer is not repeated behind our back: the time limit is the time limit.
    """
    await world.control_xendit("faults", operation="get_invoices", kind="hang", seconds=60, times=9)

    with pytest.raises(Unavailable):
        await impatient_payments.list_invoices(order.id)

    assert await world.count_hanging_calls("xendit") == 1
    assert await count_vendor_calls(world, "get_invoices") == 1


async def test_five_who_need_one_invoice_after_another(world: World, payments: XenditPayments, order: Order) -> None:
    """
    However often it is needed, it is the same one.
    """
    found = [await ensure_invoice(payments, order, now=world.now) for _ in range(5)]

    assert len({invoice.id for invoice in found}) == 1
    assert await count_payable_invoices(world) == 1


async def test_beside_a_paid_invoice_no_other_is_made(world: World, payments: XenditPayments, order: Order) -> None:
    """
    When the only invoice has been paid, and we do not know it yet, the buyer is not asked to pay again.
    """
    first = await ensure_invoice(payments, order, now=world.now)
    await world.control_xendit("pay", invoice_id=first.id, channel="QRIS", drop=True)

    again = await ensure_invoice(payments, order, now=world.now)

    assert (again.id, again.status) == (first.id, InvoiceStatus.PAID)
    assert await count_payable_invoices(world) == 0


async def test_strays_are_closed(world: World, payments: XenditPayments, order: Order) -> None:
    """
    Of three invoices that came to be, the one that the buyer has been shown stays payable, or none.
    """
    made = await asyncio.gather(*(payments.create_invoice(order, now=world.now) for _ in range(3)))
    shown = made[1]

    order = order.having(payment=order.payment.having(invoice_id=shown.id))
    kept = await payments.find_invoice(order, now=world.now)
    left = await count_payable_invoices(world)
    none = await payments.close_invoices(order.id)

    assert kept is not None
    assert (kept.id, left, await count_payable_invoices(world)) == (shown.id, 1, 0)
    assert {one.status for one in none} == {InvoiceStatus.EXPIRED}


async def test_for_an_order_that_is_over_nothing_is_payable(
    world: World, payments: XenditPayments, order: Order
) -> None:
    """
    Once the time to pay is over no invoice is made, and one that came late is closed.
    """
    nothing = await payments.find_invoice(order, now=order.pay_before)
    await payments.create_invoice(order, now=world.now)
    await payments.find_invoice(order, now=order.pay_before)

    assert nothing is None
    assert (await count_payable_invoices(world), await count_vendor_calls(world, "create_invoice")) == (0, 1)


async def test_closing_an_invoice_that_is_being_paid(world: World, payments: XenditPayments, order: Order) -> None:
    """
    A payment that was a moment faster than the closing is what closing comes back with.
    """
    invoice = await ensure_invoice(payments, order, now=world.now)
    await world.control_xendit(
        "faults", operation="expire_invoice", kind="error", status=400, error_code="INVALID_STATUS"
    )

    found = await payments.close_invoices(order.id)

    assert [(one.id, one.status) for one in found] == [(invoice.id, InvoiceStatus.PENDING)]


async def test_an_invoice_says_what_was_ordered(world: World, payments: XenditPayments, order: Order) -> None:
    """
    Reference, whole amount, time to pay, and the request that it belongs to; Xendit sends no mail of its own.
    """
    await ensure_invoice(payments, order.having(success_url="https://tedx.example/thanks"), now=world.now)

    (call,) = [
        one for one in (await world.list_xendit_records("calls"))["items"] if one["operation"] == "create_invoice"
    ]
    body = call["body"]
    assert (body["external_id"], body["amount"], body["currency"]) == (order.id, 300_000, "IDR")
    assert body["invoice_duration"] == timedelta(minutes=15).total_seconds()
    assert body["should_send_email"] is False
    assert body["customer"]["mobile_number"] == "+6281234567890"
    assert body["metadata"] == {"request_id": "req_test"}
    assert body["success_redirect_url"] == "https://tedx.example/thanks"


@pytest.mark.parametrize(
    ("stored", "told"),
    [("081234567890", "+6281234567890"), ("+62081234567890", "+6281234567890"), ("0000000000", None)],
)
async def test_an_invoice_tells_a_number_that_can_be_dialled(
    world: World, payments: XenditPayments, order: Order, stored: str, told: str | None
) -> None:
    """A number of an earlier version goes out as E.164; one that nobody can dial is left out, and the buyer can pay."""
    buyer = order.buyer.having(phone=stored)

    await ensure_invoice(payments, order.having(buyer=buyer), now=world.now)

    calls = (await world.list_xendit_records("calls"))["items"]
    (body,) = [call["body"] for call in calls if call["operation"] == "create_invoice"]
    assert body["customer"].get("mobile_number") == told


@pytest.mark.parametrize(
    ("channel", "code"),
    [
        ("BCA_VIRTUAL_ACCOUNT", "BCA_VIRTUAL_ACCOUNT"),
        ("BSS_VIRTUAL_ACCOUNT", "BSS_VIRTUAL_ACCOUNT"),
        ("QRIS", "QRIS"),
        ("OVO", "OVO"),
        ("CARDS", "CREDIT_CARD"),
        ("ALFAMART", "ALFAMART"),
        ("KREDIVO", "KREDIVO"),
        ("BRI_DIRECT_DEBIT", "BRI_DIRECT_DEBIT"),
    ],
)
async def test_how_it_was_paid(world: World, payments: XenditPayments, order: Order, channel: str, code: str) -> None:
    """
    A paid invoice says through which channel, in the words in which refunds are decided.
    """
    invoice = await ensure_invoice(payments, order, now=world.now)
    await world.control_xendit("pay", invoice_id=invoice.id, channel=channel, drop=True)

    (found,) = await payments.list_invoices(order.id)

    assert (found.status, found.channel, found.paid_amount) == (InvoiceStatus.PAID, code, 300_000)
    assert found.paid_at is not None


async def test_invoices_page_by_page(world: World, payments: XenditPayments) -> None:
    """
    More invoices than fit one page come all, each once; others' references are left out.
    """
    made = [an_open_order(id=f"BE-20261126-A{n:05d}") for n in range(103)]
    stranger = an_open_order(id="a-shop-of-somebody-else")
    for batch in range(0, 104, 13):
        some = [*made, stranger][batch : batch + 13]
        await asyncio.gather(*(payments.create_invoice(one, now=world.now) for one in some))

    # The provider's clock is the real one.
    pages = [page async for page in payments.list_invoices_since(world.now.replace(year=2020))]

    assert sorted(one.order_id for page in pages for one in page) == sorted(one.id for one in made)
    assert len(pages) == 2
