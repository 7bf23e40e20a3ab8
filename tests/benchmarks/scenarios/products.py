"""Typical calls of the functions that sell products, of catalogue."""

from tests.benchmarks.scenarios.registry import MeasuredCall, call_function, push_event, register_scenario
from tests.builders import BUYER, NOON
from tests.catalogue.test_product_purchase import DEWI, PRODUCT_ID, add_product, buy_and_pay_product
from tests.world import ANA, World


@register_scenario("buy_product")
async def _buy_product(world: World) -> MeasuredCall:
    await add_product(world)
    return call_function(world, "buy_product", {"expert_id": DEWI, "product_id": PRODUCT_ID, "buyer": BUYER}, ANA)


@register_scenario("grant_product_when_order_paid")
async def _grant_product_when_order_paid(world: World) -> MeasuredCall:
    await add_product(world)
    made = await (await _buy_product(world))()
    payload = {"order_id": made.body["order_id"], "paid_at": NOON.isoformat()}
    return push_event(world, "grant_product_when_order_paid", "OrderPaid", **payload)


@register_scenario("download_product")
async def _download_product(world: World) -> MeasuredCall:
    await add_product(world)
    await buy_and_pay_product(world)
    return call_function(world, "download_product", {"product_id": PRODUCT_ID}, ANA)


@register_scenario("revoke_product_when_order_refunded")
async def _revoke_product_when_order_refunded(world: World) -> MeasuredCall:
    await add_product(world)
    payload = {"order_id": await buy_and_pay_product(world), "amount": 84_000, "refunded_at": NOON.isoformat()}
    return push_event(world, "revoke_product_when_order_refunded", "OrderRefunded", **payload)
