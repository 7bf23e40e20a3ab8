"""Nobody was found, so nobody pays."""

from datetime import datetime

from shared.contracts.events.pairing import PairingFailed
from shared.kernel.ids import OrderId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions as orders
from shared.orders import store
from shared.orders.models import OrderStatus, RefundCause
from shared.runtime.context import Context
from shared.runtime.triggers import on

REFUND_CAUSES = {
    "cancelled": RefundCause.CALL_CANCELLED,
    "nobody": RefundCause.NOBODY_FOUND,
    "unpaid": RefundCause.CALL_OVER,
}


async def cancel_or_refund_order(
    uow: UnitOfWork, order_id: OrderId | None, cause: RefundCause, *, now: datetime
) -> None:
    """Cancel the order of a call while it is open; of a paid one, all that is left goes back."""
    order = await store.get_order(uow, order_id) if order_id else None
    if order is not None and order.status is OrderStatus.PENDING:
        await orders.cancel_order_by_system(uow, order.id, now=now)
    if order is not None and order.status is OrderStatus.PAID:
        left = order.total.amount - order.refunded_amount
        await orders.refund_order(uow, order.id, amount=left, cause=cause, now=now)


@on(PairingFailed)
async def return_money_when_pairing_failed(event: PairingFailed, ctx: Context) -> None:
    """Give back what was paid for a call that led to no session; the customer is told by the refund's e-mail."""
    await ctx.commit(cancel_or_refund_order, event.order_id, REFUND_CAUSES[event.reason], now=ctx.now)
