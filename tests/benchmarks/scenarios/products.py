"""Typical calls of the functions that sell products, of catalogue."""

from tests.benchmarks.scenarios.calls import Call, call, event, scenario
from tests.builders import BUYER, NOON
from tests.catalogue.test_buying_products import DEWI, PRODUCT, bought, on_offer
from tests.world import ANA, World


@scenario("buy_product")
async def _buy_product(world: World) -> Call:
    await on_offer(world)
    return call(world, "buy_product", {"expert_id": DEWI, "product_id": PRODUCT, "buyer": BUYER}, ANA)


@scenario("grant_product_when_order_paid")
async def _grant_product_when_order_paid(world: World) -> Call:
    await on_offer(world)
    made = await (await _buy_product(world))()
    payload = {"order_id": made.body["order_id"], "paid_at": NOON.isoformat()}
    return event(world, "grant_product_when_order_paid", "OrderPaid", **payload)


@scenario("download_product")
async def _download_product(world: World) -> Call:
    await on_offer(world)
    await bought(world)
    return call(world, "download_product", {"product_id": PRODUCT}, ANA)


@scenario("revoke_product_when_order_refunded")
async def _revoke_product_when_order_refunded(world: World) -> Call:
    await on_offer(world)
    payload = {"order_id": await bought(world), "amount": 84_000, "refunded_at": NOON.isoformat()}
    return event(world, "revoke_product_when_order_refunded", "OrderRefunded", **payload)
