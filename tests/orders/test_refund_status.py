"""Money on its way back."""

from typing import Any

import pytest

from functions.orders.check_open_refunds import check_open_refunds
from functions.orders.refund_order import refund_order
from shared.orders import store
from shared.orders.models import RefundStatus
from tests.orders.steps import pay_late_without_seats
from tests.world import World

pytestmark = pytest.mark.emulator


async def refund_of(world: World, order_id: str) -> RefundStatus:
    """Where the refund stands."""
    order = await world.get(store.order_ref(order_id))
    assert order is not None
    (refund,) = order.refunds
    return refund.status


async def refunds(world: World, order_id: str) -> list[dict[str, Any]]:
    """The refunds that Xendit has of the order's invoice."""
    order = await world.get(store.order_ref(order_id))
    assert order is not None
    found: list[dict[str, Any]] = (await world.get_from_xendit(f"refunds?invoice_id={order.payment.invoice_id}"))[
        "data"
    ]
    return found


@pytest.mark.parametrize(("told", "status"), [("SUCCEEDED", "SUCCEEDED"), ("FAILED", "AWAITING_ACCOUNT")])
async def test_a_refund_is_followed_to_its_end(world: World, told: str, status: str) -> None:
    """
    Each hour a refund that was taken on is asked for, until it has succeeded; when it fails, the buyer is asked for a
    bank account, and a person is told.
    """
    order_id = await pay_late_without_seats(world, "QRIS")
    before = await refund_of(world, order_id)
    (refund,) = await refunds(world, order_id)
    await world.control_xendit("refund", refund_id=refund["id"], status=told, drop=True)

    await world.call.run_schedule(check_open_refunds, due_at=world.now)
    await world.deliver()

    assert ("REQUESTED", status) == (before, await refund_of(world, order_id))
    refused = [line for line in world.log_lines if "a refund was refused" in line["message"]]
    assert (told == "FAILED") == bool(refused)
    assert len(await world.sent_mails()) == (2 if refused else 1)


async def test_a_busy_provider_is_asked_again_and_refunds_once(world: World) -> None:
    """
    Xendit refunds and then does not answer: asked again under the same key, it has refunded once.
    """
    await world.control_xendit("faults", kind="reset", operation="create_refund", times=1)
    order_id = await pay_late_without_seats(world, "QRIS")

    unanswered = await refund_of(world, order_id)
    world.sent.entries = await world.list_outbox_entries("RefundOrder")
    await world.deliver()

    assert (unanswered, await refund_of(world, order_id)) == ("DUE", "REQUESTED")
    assert len(await refunds(world, order_id)) == 1


async def test_a_balance_that_is_too_low_is_waited_for(world: World) -> None:
    """
    Refused three times for want of money, an hour apart, and then paid: one refund, one mail, nothing given up.
    """
    refusal = {"kind": "error", "operation": "create_refund", "status": 400, "error_code": "INSUFFICIENT_BALANCE"}
    await world.control_xendit("faults", times=3, **refusal)
    order_id = await pay_late_without_seats(world, "QRIS")
    standings = [await refund_of(world, order_id)]

    for _ in range(3):
        world.later(hours=1, minutes=1)
        await world.deliver()
        standings.append(await refund_of(world, order_id))

    assert standings == ["DUE", "DUE", "DUE", "REQUESTED"]
    assert [refund["reference_id"] for refund in await refunds(world, order_id)] == [f"{order_id}-R1-4"]
    assert len(await world.sent_mails()) == 1


async def test_a_refund_whose_task_gave_up_is_begun_again(world: World) -> None:
    """
    Xendit was away for all attempts: an hour after it was due, and not before, the refund is begun again.
    """
    await world.control_xendit("faults", kind="unavailable", operation="create_refund", times=2)
    order_id = await pay_late_without_seats(world, "QRIS")
    (job,) = await world.list_outbox_entries("RefundOrder")
    await world.call.deliver_task(refund_order, job.payload, entry=job, retries=9)
    given_up = await world.list_outbox_entries("RefundOrder")

    world.later(minutes=59)
    early = await world.call.run_schedule(check_open_refunds, due_at=world.now)
    world.later(minutes=1)
    late = await world.call.run_schedule(check_open_refunds, due_at=world.now)
    await world.deliver()

    assert given_up == []
    assert (early.body["counted"], late.body["counted"]) == (0, 1)
    assert await refund_of(world, order_id) == "REQUESTED"


async def test_a_payment_that_the_provider_does_not_know_is_paid_out(world: World) -> None:
    """
    Nothing to refund there, says Xendit: the buyer is asked for a bank account, and a person is told.
    """
    await world.control_xendit(
        "faults", kind="error", operation="create_refund", status=404, error_code="DATA_NOT_FOUND", times=1
    )

    order_id = await pay_late_without_seats(world, "QRIS")

    assert await refund_of(world, order_id) == "AWAITING_ACCOUNT"
    assert any("a refund was refused" in line["message"] for line in world.log_lines)
    assert "nomor rekening" in (await world.sent_mails())[0]["text"]
