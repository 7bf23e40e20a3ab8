"""Xendit in all its moods: what each failure means, and that nobody ever has two invoices to pay."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.gateways.xendit import XenditPayments
from shared.kernel.errors import Invalid, NotFound, Unauthenticated, Unavailable
from shared.orders.errors import PaymentRefused
from shared.orders.models import Order, RefundStatus
from shared.orders.ports import Invoice, InvoiceNotice, InvoiceStatus
from shared.orders.rules import paid, refund_due
from tests.orders.builders import an_open_order
from tests.world import World

pytestmark = pytest.mark.emulator

SILENT = ("hang", "late")
NOTICE: dict[str, Any] = {
    "id": "579c8d61f23fa4ca35e52da4",
    "external_id": "BE-20261126-ACD346",
    "status": "PAID",
    "amount": 300_000,
    "currency": "IDR",
}


def a_gateway(world: World, *, patience: float) -> XenditPayments:
    """The gateway, for this test's own account."""
    settings = world.runtime.settings
    return XenditPayments(
        base_url=settings.xendit_base_url,
        secret_key=settings.xendit_secret_key.get_secret_value(),
        callback_tokens="old-token, new-token",
        patience=(patience, patience),
    )


@pytest.fixture
def payments(world: World) -> XenditPayments:
    """The gateway, with patience enough for a slow machine."""
    return a_gateway(world, patience=30)


@pytest.fixture
def hasty(world: World) -> XenditPayments:
    """The gateway, soon tired of a vendor that says nothing."""
    return a_gateway(world, patience=0.4)


@pytest.fixture
def order(world: World) -> Order:
    """An open order of 300,000."""
    return an_open_order()


async def needed(payments: XenditPayments, order: Order, *, now: datetime) -> Invoice:
    """The one invoice of an order that is open."""
    invoice = await payments.need_invoice(order, now=now)
    assert invoice is not None
    return invoice


async def payable(world: World) -> int:
    """How many invoices could be paid."""
    count: int = (await world.xendit_records("invoices"))["payable"]
    return count


async def calls(world: World, operation: str) -> int:
    """How often we asked."""
    return sum(call["operation"] == operation for call in (await world.xendit_records("calls"))["items"])


# The kind of failure, what it means to us, and whether an invoice has been made all the same.
FAILURES: list[tuple[dict[str, Any], type[Exception], int]] = [
    ({"kind": "bad_gateway"}, Unavailable, 0),
    ({"kind": "unavailable"}, Unavailable, 0),
    ({"kind": "rate_limited"}, Unavailable, 0),
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


@pytest.mark.parametrize(("fault", "meaning", "made"), FAILURES, ids=KINDS)
async def test_what_a_failure_means(
    world: World,
    payments: XenditPayments,
    hasty: XenditPayments,
    order: Order,
    fault: dict[str, Any],
    meaning: type[Exception],
    made: int,
) -> None:
    """
    Each failure of making an invoice has a meaning; whatever it was, asking again finds or makes the only one.
    """
    await world.xendit("faults", operation="create_invoice", **fault)
    silent = fault["kind"] in SILENT

    with pytest.raises(meaning) as raised:
        await needed(hasty if silent else payments, order, now=world.now)
    unheard = await world.hanging("xendit")
    left = await payable(world)
    invoice = await needed(payments, order, now=world.now)

    assert type(raised.value) is meaning
    assert unheard == silent
    assert (left, await payable(world)) == (made, 1)
    assert (invoice.order_id, invoice.amount, invoice.status) == (order.id, 300_000, InvoiceStatus.PENDING)
    assert await calls(world, "create_invoice") == 2 - made


@pytest.mark.parametrize("fault", [fault for fault, _, _ in FAILURES], ids=KINDS)
async def test_a_request_never_fails_for_want_of_an_invoice(
    world: World, payments: XenditPayments, hasty: XenditPayments, order: Order, fault: dict[str, Any]
) -> None:
    """
    The buyer's own request goes on without an invoice; the second try never makes a second one.
    """
    await world.xendit("faults", operation="create_invoice", **fault)

    first = await (hasty if fault["kind"] in SILENT else payments).open_invoice(order, fresh=True, now=world.now)
    second = await payments.open_invoice(order, fresh=False, now=world.now)

    assert first is None
    assert second is not None
    assert await payable(world) == 1


@pytest.mark.parametrize(
    "fault", [{"kind": kind} for kind in ("bad_gateway", "unavailable", "garbage", "reset", "rate_limited")]
)
async def test_without_a_look_nothing_is_made(
    world: World, payments: XenditPayments, order: Order, fault: dict[str, Any]
) -> None:
    """
    When Xendit does not say which invoices there are, none is made.
    """
    await world.xendit("faults", operation="get_invoices", **fault)

    with pytest.raises(Unavailable):
        await needed(payments, order, now=world.now)

    assert await calls(world, "create_invoice") == 0


async def test_a_silent_xendit_is_asked_once(world: World, hasty: XenditPayments, order: Order) -> None:
    """
    A GET that gets no answer is not repeated behind our back: the time limit is the time limit.
    """
    await world.xendit("faults", operation="get_invoices", kind="hang", seconds=60, times=9)

    with pytest.raises(Unavailable):
        await hasty.invoices(order.id)

    assert await world.hanging("xendit") == 1
    assert await calls(world, "get_invoices") == 1


async def test_five_who_need_one_invoice_after_another(world: World, payments: XenditPayments, order: Order) -> None:
    """
    However often it is needed, it is the same one.
    """
    found = [await needed(payments, order, now=world.now) for _ in range(5)]

    assert len({invoice.id for invoice in found}) == 1
    assert await payable(world) == 1


async def test_beside_a_paid_invoice_no_other_is_made(world: World, payments: XenditPayments, order: Order) -> None:
    """
    When the only invoice has been paid, and we do not know it yet, the buyer is not asked to pay again.
    """
    first = await needed(payments, order, now=world.now)
    await world.xendit("pay", invoice_id=first.id, channel="QRIS", drop=True)

    again = await needed(payments, order, now=world.now)

    assert (again.id, again.status) == (first.id, InvoiceStatus.PAID)
    assert await payable(world) == 0


async def test_strays_are_closed(world: World, payments: XenditPayments, order: Order) -> None:
    """
    Of three invoices that came to be, the one that the buyer has been shown stays payable, or none.
    """
    made = await asyncio.gather(*(payments.open_invoice(order, fresh=True, now=world.now) for _ in range(3)))
    shown = made[1]
    assert shown is not None

    order = order.having(payment=order.payment.having(invoice_id=shown.id))
    kept = await payments.need_invoice(order, now=world.now)
    left = await payable(world)
    none = await payments.close_invoices(order.id)

    assert kept is not None
    assert (kept.id, left, await payable(world)) == (shown.id, 1, 0)
    assert {one.status for one in none} == {InvoiceStatus.EXPIRED}


async def test_for_an_order_that_is_over_nothing_is_payable(
    world: World, payments: XenditPayments, order: Order
) -> None:
    """
    Once the time to pay is over no invoice is made, and one that came late is closed.
    """
    nothing = await payments.need_invoice(order, now=order.hold_until)
    made = await payments.open_invoice(order, fresh=True, now=world.now)
    await payments.need_invoice(order, now=order.hold_until)

    assert nothing is None
    assert made is not None
    assert (await payable(world), await calls(world, "create_invoice")) == (0, 1)


async def test_closing_an_invoice_that_is_being_paid(world: World, payments: XenditPayments, order: Order) -> None:
    """
    A payment that was a moment faster than the closing is what closing comes back with.
    """
    invoice = await needed(payments, order, now=world.now)
    await world.xendit("faults", operation="expire_invoice", kind="error", status=400, error_code="INVALID_STATUS")

    found = await payments.close_invoices(order.id)

    assert [(one.id, one.status) for one in found] == [(invoice.id, InvoiceStatus.PENDING)]


async def test_an_invoice_says_what_was_ordered(world: World, payments: XenditPayments, order: Order) -> None:
    """
    Reference, whole amount, time to pay, and the request that it belongs to; Xendit sends no mail of its own.
    """
    await needed(payments, order.having(success_url="https://tedx.example/thanks"), now=world.now)

    (call,) = [one for one in (await world.xendit_records("calls"))["items"] if one["operation"] == "create_invoice"]
    body = call["body"]
    assert (body["external_id"], body["amount"], body["currency"]) == (order.id, 300_000, "IDR")
    assert body["invoice_duration"] == timedelta(minutes=15).total_seconds()
    assert body["should_send_email"] is False
    assert body["customer"]["mobile_number"] == "+6281234567890"
    assert body["metadata"] == {"request_id": "req_test"}
    assert body["success_redirect_url"] == "https://tedx.example/thanks"


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
    invoice = await needed(payments, order, now=world.now)
    await world.xendit("pay", invoice_id=invoice.id, channel=channel, drop=True)

    (found,) = await payments.invoices(order.id)

    assert (found.status, found.channel, found.paid_amount) == (InvoiceStatus.PAID, code, 300_000)
    assert found.paid_at is not None


async def a_refundable_order(world: World, payments: XenditPayments, order: Order) -> Order:
    """An order that was paid by QRIS, and whose money is to go back."""
    invoice = await needed(payments, order, now=world.now)
    await world.xendit("pay", invoice_id=invoice.id, channel="QRIS", drop=True)
    (found,) = await payments.invoices(order.id)
    settled = paid(order, found, now=world.now)
    return refund_due(settled, reason="late", now=found.paid_at or world.now)


async def refunds(world: World) -> int:
    """How many refunds Xendit has begun."""
    done = (await world.xendit_records("calls"))["items"]
    return sum(call["operation"] == "create_refund" and call["status"] == 200 for call in done)


async def test_a_refund_asked_for_twice_is_one(world: World, payments: XenditPayments, order: Order) -> None:
    """
    The order is the key: the second asking is told of the first refund, and the money goes once.
    """
    order = await a_refundable_order(world, payments, order)
    before = (await world.xendit_records("account"))["balance"]

    first, second = [await payments.refund(order) for _ in range(2)]

    assert first == second
    assert first.status is RefundStatus.REQUESTED
    assert before - (await world.xendit_records("account"))["balance"] == 300_000


@pytest.mark.parametrize("fault", ["late", "reset", "bad_gateway", "hang"])
async def test_a_refund_whose_answer_is_lost_is_one(
    world: World, payments: XenditPayments, hasty: XenditPayments, order: Order, fault: str
) -> None:
    """
    Whether it had begun or not: the next asking begins it or finds it.
    """
    order = await a_refundable_order(world, payments, order)
    before = (await world.xendit_records("account"))["balance"]
    await world.xendit("faults", operation="create_refund", kind=fault, seconds=60)

    with pytest.raises(Unavailable):
        await (hasty if fault in SILENT else payments).refund(order)
    receipt = await payments.refund(order)

    assert receipt.status is RefundStatus.REQUESTED
    assert before - (await world.xendit_records("account"))["balance"] == 300_000


@pytest.mark.parametrize("code", ["DUPLICATE_ERROR", "IDEMPOTENCY_ERROR", "REFUND_IN_PROGRESS"])
async def test_a_refund_that_is_said_to_be_one_already(
    world: World, payments: XenditPayments, order: Order, code: str
) -> None:
    """
    When Xendit says that it has been asked before, the refund that there is counts; if none is to be seen, ask again.
    """
    order = await a_refundable_order(world, payments, order)
    refusal: dict[str, Any] = {"operation": "create_refund", "kind": "error", "status": 409, "error_code": code}
    await world.xendit("faults", **refusal)
    with pytest.raises(Unavailable):
        await payments.refund(order)
    first = await payments.refund(order)
    await world.xendit("faults", **refusal)
    again = await payments.refund(order)

    assert (again.id, again.status) == (first.id, RefundStatus.REQUESTED)


async def test_a_refund_for_which_there_is_no_money_yet(world: World, payments: XenditPayments, order: Order) -> None:
    """
    A balance that is too low is not a refusal: the task asks again later.
    """
    order = await a_refundable_order(world, payments, order)
    await world.xendit("account", balance=0)

    with pytest.raises(Unavailable):
        await payments.refund(order)


async def test_a_refund_that_is_refused(world: World, payments: XenditPayments, order: Order) -> None:
    """
    A clear no is a refund that failed, with Xendit's reason.
    """
    order = await a_refundable_order(world, payments, order)
    await world.xendit("faults", operation="create_refund", kind="error", status=400, error_code="REFUND_NOT_SUPPORTED")

    receipt = await payments.refund(order)

    assert (receipt.status, receipt.reason) == (RefundStatus.FAILED, "REFUND_NOT_SUPPORTED")


async def test_invoices_page_by_page(world: World, payments: XenditPayments) -> None:
    """
    More invoices than fit one page come all, each once; others' references are left out.
    """
    made = [an_open_order(id=f"BE-20261126-A{n:05d}") for n in range(103)]
    stranger = an_open_order(id="a-shop-of-somebody-else")
    for batch in range(0, 104, 13):
        some = [*made, stranger][batch : batch + 13]
        await asyncio.gather(*(payments.open_invoice(one, fresh=True, now=world.now) for one in some))

    # The provider's clock is the real one.
    pages = [page async for page in payments.invoices_since(world.now.replace(year=2020))]

    assert sorted(one.order_id for page in pages for one in page) == sorted(one.id for one in made)
    assert len(pages) == 2


@pytest.mark.parametrize("token", ["old-token", "new-token"])
def test_both_live_tokens_are_xendits(payments: XenditPayments, token: str) -> None:
    """
    While a token is being replaced, the old and the new one are good.
    """
    payments.verify({"x-callback-token": token}, b"{}")
    with pytest.raises(Unauthenticated):
        payments.verify({"x-callback-token": token[:-1]}, b"{}")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-callback-token": ""},
        {"x-callback-token": " "},
        {"x-callback-token": "old-token,new-token"},
        {"x-callback-token": "OLD-TOKEN"},
        {"x-callback-token": "old-token "},
        {"x-callback-token": "öld-token"},
        {"authorization": "old-token"},
    ],
)
def test_others_are_not_xendit(payments: XenditPayments, headers: dict[str, str]) -> None:
    """
    Anything but one of the tokens is refused.
    """
    with pytest.raises(Unauthenticated):
        payments.verify(headers, b"{}")


@pytest.mark.parametrize("configured", ["", " ", ",", " , "])
@pytest.mark.parametrize("sent", ["", " ", ","])
def test_without_a_token_of_ours_nobody_is_xendit(configured: str, sent: str) -> None:
    """
    An instance without a token refuses everything, an empty token included.
    """
    payments = XenditPayments(base_url="http://xendit.test", secret_key="", callback_tokens=configured)

    with pytest.raises(Unauthenticated):
        payments.verify({"x-callback-token": sent}, b"{}")


def test_a_callback_in_our_words(payments: XenditPayments) -> None:
    """
    Settled counts as paid, amounts are whole however they are written, and what we do not use is no news.
    """

    def read(**given: Any) -> Any:
        return payments.translated(NOTICE | given, InvoiceNotice)

    assert read() == read(amount=300_000.0) == read(unknown="field") == read(status="SETTLED")
    assert read() == InvoiceNotice(
        id=NOTICE["id"], order_id=NOTICE["external_id"], status=InvoiceStatus.PAID, amount=300_000, currency="IDR"
    )
    assert read(currency=None).currency == "IDR"
    assert read(external_id="another/shop").order_id == "another/shop"
    unknown: list[Any] = ["REFUNDED", None, 5, ["PAID"], {}]
    assert [read(status=status) for status in unknown] == [None] * 5


NONSENSE: dict[str, list[Any]] = {
    "id": [None, "", 5, [], {}, "a/b", "a" * 256, "\ud800", "a\nb"],
    "external_id": [None, "", 5, [], {}, "\ud800"],
    "amount": [None, "300000", 0.5, True, [], {}, float("nan"), float("inf"), float("-inf")],
    "currency": [5, ["IDR"], {"a": 1}, "x" * 300],
}


@pytest.mark.parametrize(("field", "value"), [(field, value) for field in NONSENSE for value in NONSENSE[field]])
def test_a_callback_that_makes_no_sense(payments: XenditPayments, field: str, value: Any) -> None:
    """
    A wrong type is the sender's mistake, named by its field; never a crash of ours.
    """
    with pytest.raises(Invalid) as refused:
        payments.translated(NOTICE | {field: value}, InvoiceNotice)

    assert refused.value.fields["errors"][0]["field"] == field


@pytest.mark.parametrize("amount", [-1, 10**400, 10**11], ids=["negative", "huge", "large"])
def test_an_absurd_amount_fits_no_order(payments: XenditPayments, amount: int) -> None:
    """
    An amount beyond all orders is read as one that no order has.
    """
    notice = payments.translated(NOTICE | {"amount": amount}, InvoiceNotice)

    assert notice is not None
    assert notice.amount == -1
