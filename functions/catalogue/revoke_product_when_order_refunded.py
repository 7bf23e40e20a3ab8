"""Event: revoke the products of a refunded order."""

from shared.contracts.events.orders import OrderRefunded
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.fulfilment import products


@on(OrderRefunded, items="product", in_full=True)
async def revoke_product_when_order_refunded(event: OrderRefunded, ctx: Context) -> None:
    """Revoke the right to download the products of an order that was refunded in full."""
    await ctx.commit(products.revoke_products_of_order, event.order_id, in_full=event.in_full, now=ctx.now)
