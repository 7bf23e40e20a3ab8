"""Typical calls of the functions of control_center."""

from tests.benchmarks.scenarios.calls import Call, event, run, scenario
from tests.builders import on_sale
from tests.orders.test_settling import ordered
from tests.world import World


@scenario("alert_when_payment_quarantined")
async def _alert_when_payment_quarantined(world: World) -> Call:
    payload = {"order_id": "BE-20261126-ACD346", "invoice_id": "inv-1", "reason": "paid twice"}
    return event(world, "alert_when_payment_quarantined", "PaymentQuarantined", **payload)


@scenario("relay_outbox")
async def _relay_outbox(world: World) -> Call:
    await on_sale(world)
    world.sent.closed = True
    await ordered(world)
    world.sent.closed = False
    world.later(minutes=30)
    return run(world, "relay_outbox")
