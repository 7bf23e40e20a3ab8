"""Fulfilment of extensions: give a session the minutes that were paid for."""

from datetime import datetime

from shared.chat import session_rooms
from shared.claims.holds import release_claims
from shared.kernel.ids import OrderId, SessionId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions as orders
from shared.orders import refund_rules, rules, store
from shared.orders.models import RefundCause
from shared.sessions import actions


async def extend_session_or_refund(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """Extend the session of a paid order and keep its room open; refund the order if the session is over.

    Extension or refund and the order's claims change in one commit. An order that has been refunded in full gives no
    time.

    Raises:
        Unavailable: A newer version wrote the order.
    """
    order = await store.get_order(uow, order_id)
    rules.check_known(order)
    # A refund in the same moment must conflict with the extension.
    uow.verify(store.order_ref(order_id))
    if refund_rules.is_refunded_in_full(order):
        await release_claims(uow, order.claims, holder=order_id)
        return
    for item in order.items:
        if item.kind == "extension":
            session = await actions.extend_session(uow, SessionId(item.product), order_id, now=now)
            if session is not None:
                await session_rooms.set_session_end(uow, session.room_id, ends_at=session.ends_at)
            else:
                await orders.refund_remaining_amount(uow, order_id, cause=RefundCause.NOT_EXTENDED, now=now)
                await release_claims(uow, order.claims, holder=order_id)
