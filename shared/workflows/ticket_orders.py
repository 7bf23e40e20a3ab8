"""Orders for tickets."""

from collections import Counter
from datetime import datetime

from shared.kernel.actors import Actor
from shared.kernel.ids import OrderId, TicketEventId, TicketTypeId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions as orders
from shared.orders.schemas import OrderRequest
from shared.tickets import actions as tickets


async def hold_tickets_and_open_order(
    uow: UnitOfWork,
    event_id: TicketEventId,
    quantities: Counter[TicketTypeId],
    wishes: OrderRequest,
    *,
    actor: Actor,
    call_id: str,
    now: datetime,
) -> OrderId:
    """Hold the seats and open the order for them, in one commit; all of the seats or none.

    Raises:
        SALE_ERRORS: The tickets cannot be sold.
    """
    order_id = OrderId.at(now, uow.random_below)
    sale = await tickets.hold_tickets(uow, event_id, quantities, holder=order_id, actor=actor, now=now)
    await orders.open_order(uow, order_id, sale, wishes, actor=actor, now=now, call_id=call_id)
    return order_id
