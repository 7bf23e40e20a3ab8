"""A session that lost its expert, and found no other, is over."""

from datetime import datetime

from shared.contracts.events.pairing import PairingFailed
from shared.kernel.ids import OrderId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions as orders
from shared.orders import store
from shared.orders.models import RefundCause
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.sessions import actions
from shared.sessions.models import EndedBy


async def end_session_and_refund_extensions(uow: UnitOfWork, event: PairingFailed, *, now: datetime) -> None:
    """End it, and give back what was paid to make it longer, as what was paid for it goes back: in one commit."""
    cancelled = event.reason == "cancelled"
    by, cause = (
        (EndedBy.CUSTOMER, RefundCause.CALL_CANCELLED) if cancelled else (EndedBy.SYSTEM, RefundCause.NOBODY_FOUND)
    )
    session = await actions.end_searching_session(uow, event.session_id, by, now=now)
    for order_id in session.extended_by:
        order = await store.get_order(uow, OrderId(order_id))
        left = order.total.amount - order.refunded_amount
        await orders.refund_order(uow, order.id, amount=left, cause=cause, now=now)


@on(PairingFailed)
async def end_session_when_pairing_failed(event: PairingFailed, ctx: Context) -> None:
    """End the session for which nobody could be found; a first call has none yet."""
    if event.rerouted:
        await ctx.commit(end_session_and_refund_extensions, event, now=ctx.now)
