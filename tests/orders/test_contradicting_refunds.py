"""Refunds about which Xendit contradicts itself, and requests that were cut off: no money twice, one alarm each."""

from typing import Any

import pytest

from functions.orders.check_open_refunds import check_open_refunds
from functions.orders.check_refund import check_refund
from functions.orders.receive_xendit_payout import receive_xendit_payout
from functions.orders.receive_xendit_refund import receive_xendit_refund
from functions.orders.refund_order import refund_order
from functions.tickets.refund_ticket import refund_ticket
from shared.kernel.ids import OrderId
from shared.orders import actions, refund_attempts
from shared.orders.models import Refund, RefundCause
from shared.runtime.dead_letters import dead_letters_query
from tests.builders import put_tickets_on_sale
from tests.orders.builders import commit_action, load_order
from tests.orders.steps import (
    CALLBACK_HEADERS,
    create_paid_booking_order,
    create_refund_awaiting_account,
    deliver_invoice_callback,
    order_tickets,
    pay_invoice,
    pay_late_without_seats,
    submit_refund_account,
)
from tests.world import ADMIN, World, create_http_client

pytestmark = pytest.mark.emulator


async def load_refund(world: World, order_id: str) -> Refund:
    """Load the order's only refund."""
    (refund,) = (await load_order(world, order_id)).refunds
    return refund


async def load_state(world: World, order_id: str) -> tuple[str, str, int]:
    """Load the status of the order, and the status and attempt of its refund."""
    refund = await load_refund(world, order_id)
    return (await load_order(world, order_id)).status, refund.status, refund.attempt


async def end_refund(world: World, status: str, *, told: bool = True, **changes: Any) -> str:
    """Let Xendit's only refund come to a status, tell it by callback if `told`, and return the refund's id."""
    (refund,) = (await world.get_from_xendit("refunds"))["data"]
    done = await world.control_xendit("refund", refund_id=refund["id"], status=status, drop=True, **changes)
    if told:
        await world.call(receive_xendit_refund, done["deliveries"][0]["body"], headers=CALLBACK_HEADERS)
        await world.deliver()
    return str(refund["id"])


async def end_payout(world: World, reference: str, status: str, **changes: Any) -> str:
    """Let a payout come to a status, tell it by callback, and return the payout's id."""
    done = await world.control_xendit("payout", reference_id=reference, status=status, drop=True, **changes)
    await world.call(receive_xendit_payout, done["deliveries"][0]["body"], headers=CALLBACK_HEADERS)
    await world.deliver()
    return str(done["payout"]["id"])


async def count_payouts(world: World) -> int:
    """Count the payouts that Xendit was asked for."""
    calls = (await world.list_xendit_records("calls"))["items"]
    return sum(call["operation"] == "create_payout" for call in calls)


def list_alarms(world: World, reason: str) -> list[tuple[str, str]]:
    """List the alarms for a reason: our reference and the provider's id."""
    found = [line for line in world.log_lines if line["message"] == f"payment quarantined: {reason}"]
    return [(line.get("reference", ""), line.get("provider_id", "")) for line in found]


async def request_by_hand(world: World, order_id: str, amount: int) -> str:
    """Refund a part of the payment by hand in Xendit's dashboard, and return the refund's id."""
    order = await load_order(world, order_id)
    auth = (world.runtime.settings.xendit_secret_key.get_secret_value(), "")
    body = {
        "invoice_id": order.payment.invoice_id,
        "reason": "OTHERS",
        "amount": amount,
        "currency": "IDR",
        "reference_id": "by-hand",
    }
    async with create_http_client(world.vendors) as client:
        answer = await client.post("/xendit/refunds", json=body, auth=auth)
    return str(answer.json()["id"])


async def test_a_refund_that_failed_and_then_succeeded_is_paid_once(world: World) -> None:
    """
    Failed, so the buyer is asked for an account; then Xendit says that it has succeeded: no account is needed any more.
    """
    order_id = await pay_late_without_seats(world, "QRIS")
    await end_refund(world, "FAILED")
    asked = await load_state(world, order_id)

    refund_id = await end_refund(world, "SUCCEEDED")
    named = await submit_refund_account(world, order_id)
    await world.deliver()

    assert asked == ("EXPIRED", "AWAITING_ACCOUNT", 2)
    assert await load_state(world, order_id) == ("REFUNDED", "SUCCEEDED", 1)
    assert (named.status, await count_payouts(world)) == (409, 0)
    assert list_alarms(world, refund_attempts.FAILED_AND_PAID) == [(f"{order_id}-R1-1", refund_id)]
    assert "nomor rekening" not in (await world.sent_mails())[0]["text"]


async def test_no_attempt_is_begun_before_the_earlier_one_is_asked_about(world: World) -> None:
    """
    The callback about the late success is lost, and the buyer names an account: Xendit is asked, and nothing is paid.
    """
    order_id = await pay_late_without_seats(world, "QRIS")
    await end_refund(world, "FAILED")
    refund_id = await end_refund(world, "SUCCEEDED", told=False)

    named = await submit_refund_account(world, order_id)
    await world.deliver()

    assert (named.status, await count_payouts(world)) == (200, 0)
    assert await load_state(world, order_id) == ("REFUNDED", "SUCCEEDED", 1)
    assert list_alarms(world, refund_attempts.FAILED_AND_PAID) == [(f"{order_id}-R1-1", refund_id)]


async def test_a_payout_that_came_back_to_life_is_asked_about_too(world: World) -> None:
    """
    The same by payout: the first account's payout succeeds after all, and the second account is paid nothing.
    """
    order_id = await create_refund_awaiting_account(world)
    await submit_refund_account(world, order_id)
    await world.deliver()
    await end_payout(world, f"{order_id}-R1-1", "FAILED", failure_code="INVALID_DESTINATION")
    done = await world.control_xendit("payout", reference_id=f"{order_id}-R1-1", status="SUCCEEDED", drop=True)

    await submit_refund_account(world, order_id, account_number="5555555555")
    await world.deliver()

    assert await count_payouts(world) == 1
    assert await load_state(world, order_id) == ("REFUNDED", "SUCCEEDED", 1)
    assert list_alarms(world, refund_attempts.FAILED_AND_PAID) == [(f"{order_id}-R1-1", done["payout"]["id"])]


async def test_money_that_went_out_twice_is_told(world: World) -> None:
    """
    The first payout comes back to life when the second is on its way: a person is told of both, once.
    """
    order_id = await create_refund_awaiting_account(world)
    await submit_refund_account(world, order_id)
    await world.deliver()
    await end_payout(world, f"{order_id}-R1-1", "FAILED", failure_code="INVALID_DESTINATION")
    await submit_refund_account(world, order_id, account_number="5555555555")
    await world.deliver()

    first = await end_payout(world, f"{order_id}-R1-1", "SUCCEEDED")
    await end_payout(world, f"{order_id}-R1-2", "SUCCEEDED")
    await end_payout(world, f"{order_id}-R1-1", "SUCCEEDED")

    assert list_alarms(world, refund_attempts.TWICE) == [(f"{order_id}-R1-1", first)]
    assert (await load_state(world, order_id))[:2] == ("REFUNDED", "SUCCEEDED")


@pytest.mark.parametrize("told", [True, False], ids=["callback", "lost callback"])
async def test_a_refund_that_succeeded_and_then_failed_is_looked_at(world: World, told: bool) -> None:
    """
    Xendit calls a success a failure later: by callback or by the question days after it, the money is found to be due.
    """
    order_id = await pay_late_without_seats(world, "QRIS")
    await end_refund(world, "SUCCEEDED")
    done = await load_state(world, order_id)

    refund_id = await end_refund(world, "FAILED", failure_code="REFUND_FAILED", told=told)
    for hours in (71, 2):
        world.later(hours=hours)
        await world.call.run_schedule(check_open_refunds, due_at=world.now)
        await world.deliver()

    assert done == ("REFUNDED", "SUCCEEDED", 1)
    assert await load_state(world, order_id) == ("EXPIRED", "AWAITING_ACCOUNT", 2)
    assert list_alarms(world, refund_attempts.PAID_AND_FAILED) == [(f"{order_id}-R1-1", refund_id)]


async def test_a_success_is_asked_about_once_more(world: World) -> None:
    """
    Three days after the success Xendit is asked again, once; a success that stays one is left alone from then on.
    """
    await pay_late_without_seats(world, "QRIS")
    await end_refund(world, "SUCCEEDED")

    counts = []
    for hours in (71, 2, 24, 240):
        world.later(hours=hours)
        counts.append((await world.call.run_schedule(check_open_refunds, due_at=world.now)).body["counted"])
        await world.deliver()

    assert counts == [0, 1, 0, 0]


async def test_an_order_is_not_refunded_while_its_refund_has_failed(world: World) -> None:
    """
    Accepted, so the order is REFUNDED; then it fails and waits for an account, and the order says so.
    """
    order_id = await pay_late_without_seats(world, "QRIS")
    accepted = await load_state(world, order_id)

    await end_refund(world, "FAILED")

    assert accepted == ("REFUNDED", "REQUESTED", 1)
    assert await load_state(world, order_id) == ("EXPIRED", "AWAITING_ACCOUNT", 2)


@pytest.mark.parametrize("route", ["refund", "payout"])
async def test_a_callback_about_a_request_that_was_cut_off_is_no_dead_letter(world: World, route: str) -> None:
    """
    Xendit has begun, and our instance was killed before it could note that: the callback comes first, and settles it.
    """
    operation = f"create_{route}"
    await world.control_xendit("faults", kind="reset", operation=operation, times=1)
    if route == "refund":
        order_id = await pay_late_without_seats(world, "QRIS")
        job = (await world.list_outbox_entries("RefundOrder"))[0]
        await end_refund(world, "SUCCEEDED")
    else:
        order_id = await create_refund_awaiting_account(world)
        await submit_refund_account(world, order_id)
        await world.deliver()
        job = (await world.list_outbox_entries("RefundOrder"))[0]
        await end_payout(world, f"{order_id}-R1-1", "SUCCEEDED")
    settled = await load_state(world, order_id)

    again = await world.call.deliver_task(refund_order, job.payload, entry=job, retries=9)
    await world.deliver()

    assert settled == ("REFUNDED", "SUCCEEDED", 1)
    assert again.status == 200
    assert await world.reader.query(dead_letters_query()) == []
    calls = (await world.list_xendit_records("calls"))["items"]
    assert sum(call["operation"] == operation for call in calls) == 1


@pytest.mark.parametrize("route", ["refund", "payout"])
async def test_another_amount_is_told(world: World, route: str) -> None:
    """
    What Xendit says to have paid is compared with what was asked for, and a person is told of a difference once.
    """
    if route == "refund":
        order_id = await pay_late_without_seats(world, "QRIS")
        told = [await end_refund(world, "SUCCEEDED", amount=299_999) for _ in range(2)]
    else:
        order_id = await create_refund_awaiting_account(world)
        await submit_refund_account(world, order_id)
        await world.deliver()
        told = [await end_payout(world, f"{order_id}-R1-1", "SUCCEEDED", amount=300_001) for _ in range(2)]

    assert list_alarms(world, refund_attempts.OTHER_AMOUNT) == [(f"{order_id}-R1-1", told[0])]


async def test_what_was_refunded_by_hand_counts(world: World) -> None:
    """
    Somebody has refunded a part in Xendit's dashboard: the whole would be too much, so it is held back and told once.
    """
    order_id = await create_paid_booking_order(world)
    by_hand = await request_by_hand(world, order_id, 100_000)
    await world.control_xendit("refund", refund_id=by_hand, status="SUCCEEDED", drop=True)
    order = await load_order(world, order_id)

    await commit_action(
        world,
        actions.refund_order,
        OrderId(order_id),
        amount=order.total.amount,
        cause=RefundCause.ORDER_CANCELLED,
        now=world.now,
    )
    for _ in range(3):
        await world.deliver()
        world.later(hours=26)
        await world.call.run_schedule(check_open_refunds, due_at=world.now)
    held = await load_state(world, order_id)
    await world.control_xendit("refund", refund_id=by_hand, status="FAILED", drop=True)
    world.later(hours=26)
    await world.call.run_schedule(check_open_refunds, due_at=world.now)
    await world.deliver()

    assert held == ("PAID", "DUE", 1)
    assert list_alarms(world, refund_attempts.OVERPAID) == [(f"{order_id}-R1-1", by_hand)]
    assert await load_state(world, order_id) == ("REFUNDED", "REQUESTED", 1)


@pytest.mark.parametrize("is_told", [True, False])
async def test_a_refund_without_our_reference_is_not_taken_for_two(world: World, *, is_told: bool) -> None:
    """
    Two tickets of one price are refunded, the first answer is lost, and Xendit shows no references: both are paid.
    """
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id, channel="GOPAY")
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    await world.control_xendit("faults", kind="reset", operation="create_refund", times=1)
    await world.control_xendit("faults", kind="partial", operation="get_all_refunds", fields=["reference_id"], times=50)
    for number in (1, 2):
        body = {"ticket_id": f"{order_id}-{number}", "reason": "The guest is ill"}
        await world.call(refund_ticket, body, as_=ADMIN)
    first, second = sorted(await world.list_outbox_entries("RefundOrder"), key=lambda job: job.payload["number"])
    world.sent.entries.clear()

    lost = await world.call.deliver_task(refund_order, first.payload, entry=first)
    (begun,) = (await world.get_from_xendit("refunds"))["data"]
    done = await world.control_xendit("refund", refund_id=begun["id"], status="SUCCEEDED", drop=True)
    told = done["deliveries"][0]["body"]
    told["data"].pop("reference_id")
    if is_told:
        await world.call(receive_xendit_refund, told, headers=CALLBACK_HEADERS)
    checks = await world.list_outbox_entries("CheckRefund")
    for job in sorted(checks, key=lambda job: -job.payload["number"]):
        await world.call.deliver_task(check_refund, job.payload, entry=job)
    for job in (second, first):
        await world.call.deliver_task(refund_order, job.payload, entry=job)

    ids = {one["id"] for one in (await world.get_from_xendit("refunds"))["data"]}
    order = await load_order(world, order_id)
    assert lost.status == 503
    assert len(ids) == 2
    assert {refund.id for refund in order.refunds} == ids
    assert order.refunds[0].id == begun["id"]
