"""A call that nobody paid for ends."""

from datetime import datetime

from shared.contracts.events.orders import OrderExpired
from shared.kernel.ids import OrderId, PairingId
from shared.kernel.ports import UnitOfWork
from shared.orders import store
from shared.orders.models import OrderStatus
from shared.pairing import pairing_requests
from shared.runtime.context import Context
from shared.runtime.triggers import on


async def cancel_pairing_of_expired_order(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """End the order's call, unless it has been paid after all."""
    order = await store.get_order(uow, order_id)
    for item in order.items:
        if item.kind == "pairing" and order.status is OrderStatus.EXPIRED:
            await pairing_requests.cancel_unpaid_pairing(uow, PairingId(item.product), now=now)


@on(OrderExpired)
async def end_pairing_when_order_expired(event: OrderExpired, ctx: Context) -> None:
    """End the call of an order that nobody paid in time; its customer may call again."""
    await ctx.commit(cancel_pairing_of_expired_order, event.order_id, now=ctx.now)
