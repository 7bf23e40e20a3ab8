"""Event: end the assignment whose order was cancelled."""

from shared.contracts.events.orders import OrderCancelled
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.fulfilment import assignments


@on(OrderCancelled, items="assignment")
async def end_assignment_when_order_cancelled(event: OrderCancelled, ctx: Context) -> None:
    """End the assignment whose order was cancelled before its payment."""
    await ctx.commit(assignments.end_unpaid_assignment, event.order_id, now=ctx.now)
