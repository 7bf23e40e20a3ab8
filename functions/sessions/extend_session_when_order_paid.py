"""More time, as soon as it is paid for."""

from datetime import datetime

from shared.chat import meeting_rooms
from shared.events.orders import OrderPaid
from shared.kernel import claims
from shared.kernel.ids import OrderId, SessionId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions as orders
from shared.orders import store
from shared.orders.models import Cause
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.sessions import actions


async def extend(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """Give the session its time and keep its room open, or give the money back, in one commit."""
    order = await store.order(uow, order_id)
    for item in order.items:
        if item.kind == "extension":
            session = await actions.extend(uow, SessionId(item.product), order_id, now=now)
            if session is not None:
                await meeting_rooms.keep_open(uow, session.room_id, closes_at=session.ends_at)
            else:
                left = order.total.amount - order.refunded
                await orders.give_back_money(uow, order_id, amount=left, cause=Cause.NOT_EXTENDED, now=now)
                await claims.give_back(uow, order.claims, holder=order_id)


@on(OrderPaid)
async def extend_session_when_order_paid(event: OrderPaid, ctx: Context) -> None:
    """Give a session the time that was paid for; when it is over, the money goes back."""
    await ctx.commit(extend, event.order_id, now=ctx.now)
