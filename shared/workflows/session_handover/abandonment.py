"""Abandonment of a session for which no other expert was found."""

from datetime import datetime

from shared.contracts.events.pairing import PairingFailed
from shared.kernel.ids import OrderId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions as orders
from shared.orders.models import RefundCause
from shared.sessions import actions
from shared.sessions.models import EndedBy


async def give_up_session(uow: UnitOfWork, event: PairingFailed, *, now: datetime) -> None:
    """End the session for which no other expert was found, and refund its paid extensions, in one commit.

    The order of the first pairing is refunded by `refunds.refund_failed_pairing`. Nothing happens for a pairing that
    never led to a session.
    """
    if not event.rerouted:
        return
    if event.reason == "cancelled":
        ended_by, cause = EndedBy.CUSTOMER, RefundCause.CALL_CANCELLED
    else:
        ended_by, cause = EndedBy.SYSTEM, RefundCause.NOBODY_FOUND
    session = await actions.end_searching_session(uow, event.session_id, ended_by, now=now)
    for order_id in session.extended_by:
        await orders.refund_remaining_amount(uow, OrderId(order_id), cause=cause, now=now)
