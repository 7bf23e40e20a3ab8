"""Money back, download over."""

from datetime import datetime

from shared.catalogue import grants
from shared.contracts.events.orders import OrderRefunded
from shared.kernel.ports import UnitOfWork
from shared.orders import store as orders
from shared.runtime.context import Context
from shared.runtime.triggers import on


async def revoke_products_of_order(uow: UnitOfWork, event: OrderRefunded, *, now: datetime) -> None:
    """Take back the right to each product of an order whose money has all gone back."""
    order = await orders.get_order(uow, event.order_id)
    items = order.items if event.in_full else ()
    await grants.revoke_products(uow, order.id, items, customer=order.customer, now=now)


@on(OrderRefunded)
async def revoke_product_when_order_refunded(event: OrderRefunded, ctx: Context) -> None:
    """Take back the right to download, once all of the money has gone back."""
    await ctx.commit(revoke_products_of_order, event, now=ctx.now)
