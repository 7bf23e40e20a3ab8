"""Typical calls of the functions of control_center."""

from tests.benchmarks.scenarios.calls import Call, call, event, run, scenario
from tests.builders import on_sale
from tests.orders.test_settling import ordered
from tests.world import ADMIN, World


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


@scenario("get_settings")
async def _get_settings(world: World) -> Call:
    return call(world, "get_settings", {}, ADMIN)


@scenario("update_settings")
async def _update_settings(world: World) -> Call:
    return call(world, "update_settings", {"bookings": {"hold_minutes": 45}}, ADMIN)
