"""More time, as soon as it is paid for."""

from datetime import datetime

from shared.chat import session_rooms
from shared.claims.holds import release_claims
from shared.contracts.events.orders import OrderPaid
from shared.kernel.ids import OrderId, SessionId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions as orders
from shared.orders import store
from shared.orders.models import RefundCause
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.sessions import actions


async def extend_session_or_refund(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """Give the session its time and keep its room open, or give the money back, in one commit."""
    order = await store.get_order(uow, order_id)
    for item in order.items:
        if item.kind == "extension":
            session = await actions.extend_session(uow, SessionId(item.product), order_id, now=now)
            if session is not None:
                await session_rooms.set_closing_time(uow, session.room_id, closes_at=session.ends_at)
            else:
                left = order.total.amount - order.refunded_amount
                await orders.refund_order(uow, order_id, amount=left, cause=RefundCause.NOT_EXTENDED, now=now)
                await release_claims(uow, order.claims, holder=order_id)


@on(OrderPaid)
async def extend_session_when_order_paid(event: OrderPaid, ctx: Context) -> None:
    """Give a session the time that was paid for; when it is over, the money goes back."""
    await ctx.commit(extend_session_or_refund, event.order_id, now=ctx.now)
