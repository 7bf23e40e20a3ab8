"""Fulfilment of pairings: search for an expert once the order is paid."""

from datetime import datetime

from shared.kernel.ids import OrderId, PairingId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions as orders
from shared.orders import store
from shared.orders.models import RefundCause
from shared.pairing import pairing_requests


async def start_search_or_refund(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """Start the search of each pairing in a paid order; refund the order if a pairing is over, in one commit."""
    order = await store.get_order(uow, order_id)
    for item in order.items:
        if item.kind == "pairing" and not await pairing_requests.start_search(uow, PairingId(item.product), now=now):
            await orders.refund_remaining_amount(uow, order_id, cause=RefundCause.CALL_OVER, now=now)
