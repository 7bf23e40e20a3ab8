"""Cases of the catalogue: selling products."""

from tests.builders import BUYER, NOON
from tests.cases import Example, MeasuredCall, call_function, case, push_event
from tests.catalogue.builders import DEWI
from tests.catalogue.steps import PRODUCT_ID, add_product, buy_and_pay_product
from tests.world import ANA, World


@case(
    "buy_product",
    who=("customer", "expert"),
    example=Example(
        request={
            "expert_id": "Zx3k9QmT1bV7cR5nW2pL",
            "product_id": "Qw8r2TyU4iO6pA9sD1fG",
            "buyer": {"full_name": "Sari Wulandari", "email": "sari@example.com", "phone": "081234567890"},
        },
        response={
            "order_id": "BE-20261126-ACD346",
            "status": "PENDING",
            "payment_status": "PENDING",
            "items": [
                {
                    "kind": "product",
                    "product": "Zx3k9QmT1bV7cR5nW2pL/Qw8r2TyU4iO6pA9sD1fG",
                    "name": "A CV that works",
                    "quantity": 1,
                    "unit_price": 80000,
                    "amount": 80000,
                }
            ],
            "subtotal": 80000,
            "admin_fee": 4000,
            "total": {"amount": 84000, "currency": "IDR"},
            "checkout_url": "https://checkout.xendit.co/web/6566f1c2a7d3b80f4e21c9aa",
            "created_at": "2026-11-26T05:00:00Z",
            "pay_before": "2026-11-29T05:00:00Z",
            "paid_at": None,
            "channel": None,
            "refunds": [],
        },
    ),
)
async def _buy_product(world: World) -> MeasuredCall:
    await add_product(world)
    return call_function(world, "buy_product", {"expert_id": DEWI, "product_id": PRODUCT_ID, "buyer": BUYER}, ANA)


@case("grant_product_when_order_paid", who="internal")
async def _grant_product_when_order_paid(world: World) -> MeasuredCall:
    await add_product(world)
    made = await (await _buy_product(world))()
    payload = {"order_id": made.body["order_id"], "paid_at": NOON.isoformat()}
    return push_event(world, "grant_product_when_order_paid", "OrderPaid", **payload)


@case(
    "download_product",
    who=("customer", "expert"),
    example=Example(
        request={"product_id": "Qw8r2TyU4iO6pA9sD1fG"},
        response={
            "url": "https://storage.googleapis.com/temani-files/products/Qw8r2TyU4iO6pA9sD1fG?X-Amz-Expires=300",
            "filename": "A CV that works.pdf",
            "bytes": 1840233,
            "expires_at": "2026-11-26T05:05:00Z",
        },
    ),
)
async def _download_product(world: World) -> MeasuredCall:
    await add_product(world)
    await buy_and_pay_product(world)
    return call_function(world, "download_product", {"product_id": PRODUCT_ID}, ANA)


@case("revoke_product_when_order_refunded", who="internal")
async def _revoke_product_when_order_refunded(world: World) -> MeasuredCall:
    await add_product(world)
    payload = {"order_id": await buy_and_pay_product(world), "amount": 84_000, "refunded_at": NOON.isoformat()}
    return push_event(world, "revoke_product_when_order_refunded", "OrderRefunded", **payload)
