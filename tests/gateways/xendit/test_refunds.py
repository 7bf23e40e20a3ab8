"""Money back through Xendit: by the channel or by a payout, and once, whatever happens on the way."""

from typing import Any

import pytest

from shared.gateways.xendit import XenditPayments
from shared.kernel.errors import Unavailable
from shared.orders.channels import RefundRoute
from shared.orders.models import Order, Refund, RefundCause, RefundStatus
from shared.orders.ports import PayoutAccount, RefundOutcome
from shared.orders.refund_rules import with_new_refund
from shared.orders.rules import with_payment
from tests.gateways.xendit.steps import SILENT_FAULTS, ensure_invoice
from tests.orders.builders import a_refund
from tests.world import World

pytestmark = pytest.mark.emulator

ACCOUNT = PayoutAccount(bank="BCA", number="1234567890", holder="Sari Wulandari")


async def a_refundable_order(world: World, payments: XenditPayments, order: Order) -> Order:
    """An order that was paid by QRIS, and whose money is to go back."""
    invoice = await ensure_invoice(payments, order, now=world.now)
    await world.control_xendit("pay", invoice_id=invoice.id, channel="QRIS", drop=True)
    (found,) = await payments.list_invoices(order.id)
    settled = with_payment(order, found, now=world.now)
    return with_new_refund(settled, settled.total.amount, cause=RefundCause.GONE, now=found.paid_at or world.now)


async def refunds(world: World) -> int:
    """How many refunds Xendit has begun."""
    done = (await world.list_xendit_records("calls"))["items"]
    return sum(call["operation"] == "create_refund" and call["status"] == 200 for call in done)


async def test_a_refund_asked_for_twice_is_one(world: World, payments: XenditPayments, order: Order) -> None:
    """
    The order is the key: the second asking is told of the first refund, and the money goes once.
    """
    order = await a_refundable_order(world, payments, order)
    before = (await world.list_xendit_records("account"))["balance"]

    first, second = [await payments.request_refund(order, order.refunds[0], None) for _ in range(2)]

    assert first == second
    assert first.outcome is RefundOutcome.REQUESTED
    assert before - (await world.list_xendit_records("account"))["balance"] == 300_000


@pytest.mark.parametrize("fault", ["late", "reset", "bad_gateway", "hang"])
async def test_a_refund_whose_answer_is_lost_is_one(
    world: World, payments: XenditPayments, impatient_payments: XenditPayments, order: Order, fault: str
) -> None:
    """
    Whether it had begun or not: the next asking begins it or finds it.
    """
    order = await a_refundable_order(world, payments, order)
    before = (await world.list_xendit_records("account"))["balance"]
    await world.control_xendit("faults", operation="create_refund", kind=fault, seconds=60)

    with pytest.raises(Unavailable):
        await (impatient_payments if fault in SILENT_FAULTS else payments).request_refund(order, order.refunds[0], None)
    receipt = await payments.request_refund(order, order.refunds[0], None)

    assert receipt.outcome is RefundOutcome.REQUESTED
    assert before - (await world.list_xendit_records("account"))["balance"] == 300_000


@pytest.mark.parametrize("code", ["DUPLICATE_ERROR", "IDEMPOTENCY_ERROR", "REFUND_IN_PROGRESS"])
async def test_a_refund_that_is_said_to_be_one_already(
    world: World, payments: XenditPayments, order: Order, code: str
) -> None:
    """
    When Xendit says that it has been asked before, the refund that there is counts; if none is to be seen, ask again.
    """
    order = await a_refundable_order(world, payments, order)
    refusal: dict[str, Any] = {"operation": "create_refund", "kind": "error", "status": 409, "error_code": code}
    await world.control_xendit("faults", **refusal)
    with pytest.raises(Unavailable):
        await payments.request_refund(order, order.refunds[0], None)
    first = await payments.request_refund(order, order.refunds[0], None)
    await world.control_xendit("faults", **refusal)
    again = await payments.request_refund(order, order.refunds[0], None)

    assert (again.id, again.outcome) == (first.id, RefundOutcome.REQUESTED)


async def test_a_refund_for_which_there_is_no_money_yet(world: World, payments: XenditPayments, order: Order) -> None:
    """
    A balance that is too low is a failure that passes: the next attempt may do.
    """
    order = await a_refundable_order(world, payments, order)
    await world.control_xendit("account", balance=0)

    receipt = await payments.request_refund(order, order.refunds[0], None)

    assert (receipt.outcome, receipt.reason, receipt.passing) == (RefundOutcome.FAILED, "INSUFFICIENT_BALANCE", True)


@pytest.mark.parametrize(
    ("status", "code", "reason"),
    [(400, "REFUND_NOT_SUPPORTED", "REFUND_NOT_SUPPORTED"), (404, "DATA_NOT_FOUND", "not_found")],
)
async def test_a_refund_that_is_refused(
    world: World, payments: XenditPayments, order: Order, status: int, code: str, reason: str
) -> None:
    """
    A clear no is a refund that failed, with Xendit's reason; to know nothing of the payment is one too.
    """
    order = await a_refundable_order(world, payments, order)
    await world.control_xendit("faults", operation="create_refund", kind="error", status=status, error_code=code)

    receipt = await payments.request_refund(order, order.refunds[0], None)

    assert (receipt.outcome, receipt.reason, receipt.passing) == (RefundOutcome.FAILED, reason, False)


def a_payout(**changes: Any) -> Refund:
    """A refund that is to be paid out."""
    return a_refund(route=RefundRoute.PAYOUT, status=RefundStatus.DUE, **changes)


async def balance(world: World) -> int:
    """What is left of our money at Xendit."""
    left: int = (await world.list_xendit_records("account"))["balance"]
    return left


@pytest.mark.parametrize("fault", ["late", "reset", "bad_gateway", "hang"])
async def test_a_payout_whose_answer_is_lost_is_one(
    world: World, payments: XenditPayments, impatient_payments: XenditPayments, order: Order, fault: str
) -> None:
    """
    Whether it had begun or not: the next asking begins it or finds it, and the money goes once.
    """
    before = await balance(world)
    await world.control_xendit("faults", operation="create_payout", kind=fault, seconds=60)

    with pytest.raises(Unavailable):
        await (impatient_payments if fault in SILENT_FAULTS else payments).request_refund(order, a_payout(), ACCOUNT)
    receipts = [await payments.request_refund(order, a_payout(), ACCOUNT) for _ in range(2)]

    assert [receipt.outcome for receipt in receipts] == [RefundOutcome.REQUESTED] * 2
    assert receipts[0].id == receipts[1].id
    assert before - await balance(world) == 300_000


async def test_a_payout_under_the_same_key_with_another_account(
    world: World, payments: XenditPayments, order: Order
) -> None:
    """
    Xendit says that it knows the key: what was begun under it is what counts, and nothing is paid twice.
    """
    first = await payments.request_refund(order, a_payout(), ACCOUNT)
    before = await balance(world)

    again = await payments.request_refund(order, a_payout(), ACCOUNT.having(number="9999999999"))

    assert again.id == first.id
    assert await balance(world) == before


async def test_each_attempt_is_a_payout_of_its_own(world: World, payments: XenditPayments, order: Order) -> None:
    """
    The first has failed, so the second is another one, under another reference.
    """
    first = await payments.request_refund(order, a_payout(), ACCOUNT)
    second = await payments.request_refund(order, a_payout(attempt=2), ACCOUNT)

    assert first.id != second.id


@pytest.mark.parametrize(
    ("status", "code", "outcome", "passing"),
    [
        ("ACCEPTED", None, RefundOutcome.REQUESTED, False),
        ("PENDING_COMPLIANCE_ASSESSMENT", None, RefundOutcome.REQUESTED, False),
        ("A_STATUS_OF_TOMORROW", None, RefundOutcome.REQUESTED, False),
        ("SUCCEEDED", None, RefundOutcome.SUCCEEDED, False),
        ("FAILED", "INVALID_DESTINATION", RefundOutcome.FAILED, False),
        ("FAILED", "ACCOUNT_NAME_MISMATCH", RefundOutcome.FAILED, False),
        ("FAILED", "UNKNOWN_BANK_NETWORK_ERROR", RefundOutcome.FAILED, False),
        ("FAILED", "INSUFFICIENT_BALANCE", RefundOutcome.FAILED, True),
        ("FAILED", "TEMPORARY_TRANSFER_ERROR", RefundOutcome.FAILED, True),
        ("COMPLIANCE_REJECTED", None, RefundOutcome.FAILED, False),
        ("REVERSED", None, RefundOutcome.REVERSED, False),
    ],
)
async def test_what_a_payout_comes_to(
    world: World,
    payments: XenditPayments,
    order: Order,
    status: str,
    code: str | None,
    outcome: RefundOutcome,
    passing: bool,
) -> None:
    """
    Also in the words that the SDK itself cannot read.
    """
    begun = await payments.request_refund(order, a_payout(), ACCOUNT)
    await world.control_xendit("payout", payout_id=begun.id, status=status, failure_code=code, drop=True)

    by_id = await payments.find_refund_receipt(
        order, a_refund(route=RefundRoute.PAYOUT, id=begun.id, status=RefundStatus.REQUESTED), 1
    )
    found = await payments.find_refund_receipt(order, a_payout(), 1)

    assert by_id == found
    assert found is not None
    assert (found.id, found.outcome, found.reason, found.passing) == (begun.id, outcome, code, passing)


async def test_a_payout_that_is_refused(world: World, payments: XenditPayments, order: Order) -> None:
    """
    A clear no is a refund that failed, with Xendit's reason.
    """
    account = ACCOUNT.having(bank="BCA_SYR")

    receipt = await payments.request_refund(order, a_payout(amount=9_999), account)

    assert (receipt.outcome, receipt.reason) == (RefundOutcome.FAILED, "MINIMUM_TRANSFER_LIMIT_ERROR")


async def test_a_list_of_many_pages_is_read_to_its_end(world: World, payments: XenditPayments, order: Order) -> None:
    """
    Xendit lists a hundred refunds in one page: the one that was made before them is seen too.
    """
    invoice = await ensure_invoice(payments, order, now=world.now)
    await world.control_xendit("pay", invoice_id=invoice.id, channel="GOPAY", drop=True)
    paid = order.having(payment=order.payment.having(invoice_id=invoice.id))
    made: list[str] = []
    for number in range(1, 102):
        receipt = await payments.request_refund(paid, a_refund(number=number, amount=1_000), None)
        await world.control_xendit("refund", refund_id=receipt.id, status="SUCCEEDED", drop=True)
        made.append(receipt.id)

    found = await payments.list_refund_receipts(paid, a_refund(), [])

    assert [receipt.id for receipt in found] == made[::-1]
    assert found[-1].reference == f"{order.id}-R1-1"
    assert {receipt.amount for receipt in found} == {1_000}
