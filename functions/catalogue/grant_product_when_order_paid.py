"""Event: grant the products of a paid order."""

from shared.contracts.events.orders import OrderPaid
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.fulfilment import products


@on(OrderPaid, items="product")
async def grant_product_when_order_paid(event: OrderPaid, ctx: Context) -> None:
    """Grant the customer of a paid order the right to download its products."""
    await ctx.commit(products.grant_products_of_order, event.order_id, now=ctx.now)
