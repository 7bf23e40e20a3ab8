"""Event: end the call of a cancelled order."""

from shared.contracts.events.orders import OrderCancelled
from shared.orders.models import OrderStatus
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.fulfilment import unpaid_pairings


@on(OrderCancelled, items="pairing")
async def end_pairing_when_order_cancelled(event: OrderCancelled, ctx: Context) -> None:
    """End the call of a cancelled order; its customer may call again."""
    await ctx.commit(unpaid_pairings.cancel_pairing_of_order, event.order_id, over=OrderStatus.CANCELLED, now=ctx.now)
