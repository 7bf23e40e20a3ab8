"""Refunds of what was paid for something that another domain could not give."""

from datetime import datetime

from shared.contracts.events.pairing import PairingFailed
from shared.kernel.ports import UnitOfWork
from shared.orders import actions
from shared.orders.models import RefundCause

_CAUSE_BY_REASON = {
    "cancelled": RefundCause.CALL_CANCELLED,
    "nobody": RefundCause.NOBODY_FOUND,
    "unpaid": RefundCause.CALL_OVER,
}


async def refund_failed_pairing(uow: UnitOfWork, event: PairingFailed, *, now: datetime) -> None:
    """Cancel the order of a failed pairing if it is unpaid; refund what is left of it if it is paid."""
    if event.order_id is not None:
        await actions.cancel_or_refund_order(uow, event.order_id, cause=_CAUSE_BY_REASON[event.reason], now=now)
