"""A call whose order was called off ends."""

from datetime import datetime

from shared.events.orders import OrderCancelled
from shared.kernel.ids import OrderId, PairingId
from shared.kernel.ports import UnitOfWork
from shared.orders import store
from shared.orders.models import OrderStatus
from shared.pairing import calling
from shared.runtime.context import Context
from shared.runtime.triggers import on


async def end(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """End the order's call."""
    order = await store.order(uow, order_id)
    for item in order.items:
        if item.kind == "pairing" and order.status is OrderStatus.CANCELLED:
            await calling.cancel_unpaid(uow, PairingId(item.product), now=now)


@on(OrderCancelled)
async def end_pairing_when_order_cancelled(event: OrderCancelled, ctx: Context) -> None:
    """End the call of an order that was called off; its customer may call again."""
    await ctx.commit(end, event.order_id, now=ctx.now)
