"""Event: begin the assignment of a paid order."""

from shared.contracts.events.orders import OrderPaid
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.fulfilment import assignments


@on(OrderPaid, items="assignment")
async def start_assignment_when_order_paid(event: OrderPaid, ctx: Context) -> None:
    """Begin the assignment of a paid order, or give the money back if the work cannot be done."""
    await ctx.commit(assignments.start_assignment_or_refund, event.order_id, now=ctx.now)
