"""HTTP: buy a digital product."""

from shared.catalogue.errors import (
    ExpertNotFound,
    OwnProduct,
    ProductInactive,
    ProductNotFound,
    ProductOnOrder,
    ProductOwned,
)
from shared.kernel.ids import ProductId, UserId
from shared.limits.errors import TooManyHeld
from shared.orders.inputs import OrderRequest
from shared.orders.ports import PaymentProvider
from shared.orders.schemas import OrderView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import checkout, product_orders


class BuyProduct(OrderRequest):
    """Body of `buy_product`."""

    expert_id: UserId
    """Id of the expert who sells the product, from `get_expert`."""
    product_id: ProductId
    """Id of the product to buy, from `get_expert`."""


@http.post(
    who=("customer", "expert"),
    raises=(ExpertNotFound, ProductNotFound, ProductInactive, ProductOwned, ProductOnOrder, OwnProduct, TooManyHeld),
    dispatches=("tasks",),
)
async def buy_product(body: BuyProduct, ctx: Context, payments: PaymentProvider) -> OrderView:
    """Order a digital product of an expert.

    Once the order is paid, call `download_product`. A free product can be downloaded at once.
    A second order for the same product fails with `product_on_order` or `product_owned`.

    Raises:
        ExpertNotFound: The expert does not exist or is not active.
        ProductNotFound: The product does not exist.
        ProductInactive: The product is not on sale.
        ProductOwned: The caller has bought the product.
        ProductOnOrder: Another order of the caller's for the product can still be paid.
        OwnProduct: The caller sells the product.
        TooManyHeld: The caller has too many unpaid orders for products.
    """
    buy = product_orders.claim_purchase_and_open_order
    order = await checkout.check_out(
        ctx, payments, buy, body.expert_id, body.product_id, body, actor=ctx.actor, call_id=ctx.call_id, now=ctx.now
    )
    return OrderView.of(order)
