"""Samples that Xendit's dashboard sends to test a webhook: answered and logged, and nobody is woken."""

from typing import Any

import pytest

from functions.orders.receive_xendit_invoice import receive_xendit_invoice
from functions.orders.receive_xendit_payout import receive_xendit_payout
from functions.orders.receive_xendit_refund import receive_xendit_refund
from shared.gateways.xendit.sample_callbacks import SAMPLE_CALLBACKS, SampleCallback
from shared.kernel.ports import Query
from shared.orders.payment_log import PaymentLogEntry
from tests.orders.steps import CALLBACK_HEADERS
from tests.world import World

pytestmark = pytest.mark.emulator


def a_callback(sample: SampleCallback) -> tuple[Any, dict[str, Any]]:
    """Build the callback with the sample's ids, and name the webhook that takes it."""
    if sample.id.startswith("rfd-"):
        refund = {"id": sample.id, "reference_id": sample.reference, "invoice_id": None, "status": "SUCCEEDED"}
        return receive_xendit_refund, {"event": "refund.succeeded", "data": {"data": refund}}
    if sample.id.startswith(("disb-", "po-")):
        data = {"id": sample.id, "reference_id": sample.reference, "amount": 10_000, "status": "SUCCEEDED"}
        return receive_xendit_payout, {"event": "payout.succeeded", "data": data}
    body = {"id": sample.id, "external_id": sample.reference, "status": "PAID", "amount": 50_000, "currency": "IDR"}
    return receive_xendit_invoice, body


def list_alarms(world: World) -> list[str]:
    """List the messages that wake a person."""
    return [line["message"] for line in world.log_lines if line["severity"] == "ERROR"]


@pytest.mark.parametrize("sample", sorted(SAMPLE_CALLBACKS))
async def test_a_documented_sample_wakes_nobody(world: World, sample: SampleCallback) -> None:
    """
    The dashboard's button sends a sample: it is answered 200 and logged, and no alarm is raised.
    """
    function, body = a_callback(sample)

    answer = await world.call(function, body, headers=CALLBACK_HEADERS)
    await world.deliver()

    (entry,) = await world.reader.query(Query("payment_log", PaymentLogEntry))
    assert (answer.status, entry.outcome) == (200, "sample")
    assert list_alarms(world) == []


@pytest.mark.parametrize("sample", sorted(SAMPLE_CALLBACKS))
@pytest.mark.parametrize("changed", ["id", "reference"])
async def test_half_a_sample_is_told(world: World, sample: SampleCallback, changed: str) -> None:
    """
    A callback with one id of a sample and another of elsewhere is not ours and is no sample, so a person is told.
    """
    function, body = a_callback(sample._replace(**{changed: f"{sample.id}-x" if changed == "id" else "shop-77"}))

    answer = await world.call(function, body, headers=CALLBACK_HEADERS)
    await world.deliver()

    assert answer.status == 200
    assert len(list_alarms(world)) == 1
