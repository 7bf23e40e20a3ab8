"""Nobody was found, so nobody pays."""

from datetime import datetime

from shared.events.pairing import PairingFailed
from shared.kernel.ids import OrderId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions as orders
from shared.orders import store
from shared.orders.models import Cause, OrderStatus
from shared.runtime.context import Context
from shared.runtime.triggers import on

CAUSES = {"cancelled": Cause.CALL_CANCELLED, "nobody": Cause.NOBODY_FOUND, "unpaid": Cause.CALL_OVER}


async def give_back(uow: UnitOfWork, order_id: OrderId | None, cause: Cause, *, now: datetime) -> None:
    """Cancel the order of a call while it is open; of a paid one, all that is left goes back."""
    order = await store.order(uow, order_id) if order_id else None
    if order is not None and order.status is OrderStatus.PENDING:
        await orders.call_off(uow, order.id, now=now)
    if order is not None and order.status is OrderStatus.PAID:
        left = order.total.amount - order.refunded
        await orders.give_back_money(uow, order.id, amount=left, cause=cause, now=now)


@on(PairingFailed)
async def return_money_when_pairing_failed(event: PairingFailed, ctx: Context) -> None:
    """Give back what was paid for a call that led to no session; the customer is told by the refund's e-mail."""
    await ctx.commit(give_back, event.order_id, CAUSES[event.reason], now=ctx.now)
