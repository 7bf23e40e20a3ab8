"""Fulfilment of tickets: issue a ticket for each seat of a paid order."""

from datetime import datetime

from shared.kernel.ids import OrderId
from shared.kernel.ports import UnitOfWork
from shared.orders import store as orders
from shared.tickets import actions
from shared.tickets.actions import TicketHolder


async def issue_tickets_of_order(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """Issue a ticket for each seat of a paid order, and have the tickets e-mailed."""
    order = await orders.get_order(uow, order_id)
    items = [item for item in order.items if item.kind == "ticket"]
    holder = TicketHolder(order.buyer.full_name, order.buyer.email, order.partner, order.customer, order.locale)
    await actions.issue_tickets(uow, order_id, items, holder, now=now)
