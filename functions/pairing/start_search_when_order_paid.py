"""A call that is paid for goes out."""

from datetime import datetime

from shared.contracts.events.orders import OrderPaid
from shared.kernel.ids import OrderId, PairingId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions as orders
from shared.orders import store
from shared.orders.models import RefundCause
from shared.pairing import pairing_requests
from shared.runtime.context import Context
from shared.runtime.triggers import on


async def start_search_or_refund(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """Let the order's call go out, or give the money back where nobody waits any more, in one commit."""
    order = await store.get_order(uow, order_id)
    for item in order.items:
        if item.kind == "pairing" and not await pairing_requests.start_search(uow, PairingId(item.product), now=now):
            left = order.total.amount - order.refunded_amount
            await orders.refund_order(uow, order_id, amount=left, cause=RefundCause.CALL_OVER, now=now)


@on(OrderPaid)
async def start_search_when_order_paid(event: OrderPaid, ctx: Context) -> None:
    """Begin to look for an expert for whoever has paid for it."""
    await ctx.commit(start_search_or_refund, event.order_id, now=ctx.now)
