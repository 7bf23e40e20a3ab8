"""A call whose order was called off ends."""

from datetime import datetime

from shared.contracts.events.orders import OrderCancelled
from shared.kernel.ids import OrderId, PairingId
from shared.kernel.ports import UnitOfWork
from shared.orders import store
from shared.orders.models import OrderStatus
from shared.pairing import pairing_requests
from shared.runtime.context import Context
from shared.runtime.triggers import on


async def cancel_pairing_of_cancelled_order(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """End the order's call."""
    order = await store.get_order(uow, order_id)
    for item in order.items:
        if item.kind == "pairing" and order.status is OrderStatus.CANCELLED:
            await pairing_requests.cancel_unpaid_pairing(uow, PairingId(item.product), now=now)


@on(OrderCancelled)
async def end_pairing_when_order_cancelled(event: OrderCancelled, ctx: Context) -> None:
    """End the call of an order that was called off; its customer may call again."""
    await ctx.commit(cancel_pairing_of_cancelled_order, event.order_id, now=ctx.now)
