"""A call that nobody paid for ends."""

from datetime import datetime

from shared.events.orders import OrderExpired
from shared.kernel.ids import OrderId, PairingId
from shared.kernel.ports import UnitOfWork
from shared.orders import store
from shared.orders.models import OrderStatus
from shared.pairing import calling
from shared.runtime.context import Context
from shared.runtime.triggers import on


async def end(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """End the order's call, unless it has been paid after all."""
    order = await store.order(uow, order_id)
    for item in order.items:
        if item.kind == "pairing" and order.status is OrderStatus.EXPIRED:
            await calling.cancel_unpaid(uow, PairingId(item.product), now=now)


@on(OrderExpired)
async def end_pairing_when_order_expired(event: OrderExpired, ctx: Context) -> None:
    """End the call of an order that nobody paid in time; its customer may call again."""
    await ctx.commit(end, event.order_id, now=ctx.now)
