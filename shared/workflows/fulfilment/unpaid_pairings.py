"""Pairings whose order was never paid."""

from datetime import datetime

from shared.kernel.ids import OrderId, PairingId
from shared.kernel.ports import UnitOfWork
from shared.orders import store
from shared.orders.models import OrderStatus
from shared.pairing import pairing_requests


async def cancel_pairing_of_order(uow: UnitOfWork, order_id: OrderId, *, over: OrderStatus, now: datetime) -> None:
    """End the pairings of an unpaid order.

    Args:
        over: Status in which the event left the order. Nothing happens if the order has another status by now.
    """
    order = await store.get_order(uow, order_id)
    for item in order.items:
        if item.kind == "pairing" and order.status is over:
            await pairing_requests.cancel_unpaid_pairing(uow, PairingId(item.product), now=now)
