"""Typical calls of the functions of control_center."""

from tests.benchmarks.scenarios.registry import MeasuredCall, call_function, push_event, register_scenario, run_schedule
from tests.builders import put_tickets_on_sale
from tests.orders.test_settlement import order_tickets
from tests.world import ADMIN, World


@register_scenario("alert_when_payment_quarantined")
async def _alert_when_payment_quarantined(world: World) -> MeasuredCall:
    payload = {"order_id": "BE-20261126-ACD346", "invoice_id": "inv-1", "reason": "paid twice"}
    return push_event(world, "alert_when_payment_quarantined", "PaymentQuarantined", **payload)


@register_scenario("relay_outbox")
async def _relay_outbox(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    world.sent.closed = True
    await order_tickets(world)
    world.sent.closed = False
    world.later(minutes=30)
    return run_schedule(world, "relay_outbox")


@register_scenario("get_settings")
async def _get_settings(world: World) -> MeasuredCall:
    return call_function(world, "get_settings", {}, ADMIN)


@register_scenario("update_settings")
async def _update_settings(world: World) -> MeasuredCall:
    return call_function(world, "update_settings", {"bookings": {"hold_minutes": 45}}, ADMIN)
