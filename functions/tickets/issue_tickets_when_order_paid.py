"""Event: issue the tickets of a paid order."""

from shared.contracts.events.orders import OrderPaid
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.fulfilment import tickets


@on(OrderPaid, items="ticket")
async def issue_tickets_when_order_paid(event: OrderPaid, ctx: Context) -> None:
    """Create the tickets of a paid order and schedule their e-mail."""
    await ctx.commit(tickets.issue_tickets_of_order, event.order_id, now=ctx.now)
