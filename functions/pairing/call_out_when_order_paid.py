"""A call that is paid for goes out."""

from datetime import datetime

from shared.events.orders import OrderPaid
from shared.kernel.ids import OrderId, PairingId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions as orders
from shared.orders import store
from shared.orders.models import Cause
from shared.pairing import calling
from shared.runtime.context import Context
from shared.runtime.triggers import on


async def go_out(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """Let the order's call go out, or give the money back where nobody waits any more, in one commit."""
    order = await store.order(uow, order_id)
    for item in order.items:
        if item.kind == "pairing" and not await calling.go_out(uow, PairingId(item.product), now=now):
            left = order.total.amount - order.refunded
            await orders.give_back_money(uow, order_id, amount=left, cause=Cause.CALL_OVER, now=now)


@on(OrderPaid)
async def call_out_when_order_paid(event: OrderPaid, ctx: Context) -> None:
    """Begin to look for an expert for whoever has paid for it."""
    await ctx.commit(go_out, event.order_id, now=ctx.now)
