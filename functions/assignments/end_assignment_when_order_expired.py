"""Event: end the assignment of an expired order."""

from shared.contracts.events.orders import OrderExpired
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.fulfilment import assignments


@on(OrderExpired, items="assignment")
async def end_assignment_when_order_expired(event: OrderExpired, ctx: Context) -> None:
    """End the assignment of an order that was not paid in time."""
    await ctx.commit(assignments.end_unpaid_assignment, event.order_id, now=ctx.now)
