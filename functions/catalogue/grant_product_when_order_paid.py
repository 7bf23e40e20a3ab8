"""What was paid for may be downloaded."""

from datetime import datetime

from shared.catalogue import grants
from shared.contracts.events.orders import OrderPaid
from shared.kernel.ids import OrderId
from shared.kernel.ports import UnitOfWork
from shared.orders import store as orders
from shared.orders.models import OrderStatus
from shared.runtime.context import Context
from shared.runtime.triggers import on


async def grant_products_of_order(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """Give the order's customer the right to each product in it, if its money has not gone back meanwhile."""
    order = await orders.get_order(uow, order_id)
    items = order.items if order.status is OrderStatus.PAID else ()
    await grants.grant_products(uow, order_id, items, customer=order.customer, now=now)


@on(OrderPaid)
async def grant_product_when_order_paid(event: OrderPaid, ctx: Context) -> None:
    """Give a paid order's customer the right to download its products."""
    await ctx.commit(grant_products_of_order, event.order_id, now=ctx.now)
