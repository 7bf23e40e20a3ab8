"""A paid order's tickets come into being."""

from datetime import datetime

from shared.contracts.events.orders import OrderPaid
from shared.kernel.ids import OrderId
from shared.kernel.ports import UnitOfWork
from shared.orders import store as orders
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.tickets import actions
from shared.tickets.actions import TicketHolder


async def issue_tickets_of_order(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """Make a ticket for each seat of the order."""
    order = await orders.get_order(uow, order_id)
    items = [item for item in order.items if item.kind == "ticket"]
    holder = TicketHolder(order.buyer.full_name, order.buyer.email, order.partner, order.customer, order.locale)
    await actions.issue_tickets(uow, order_id, items, holder, now=now)


@on(OrderPaid)
async def issue_tickets_when_order_paid(event: OrderPaid, ctx: Context) -> None:
    """Make the tickets of a paid order, and have them sent."""
    await ctx.commit(issue_tickets_of_order, event.order_id, now=ctx.now)
