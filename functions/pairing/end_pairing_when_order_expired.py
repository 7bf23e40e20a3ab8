"""Event: end the call of an expired order."""

from shared.contracts.events.orders import OrderExpired
from shared.orders.models import OrderStatus
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.fulfilment import unpaid_pairings


@on(OrderExpired, items="pairing")
async def end_pairing_when_order_expired(event: OrderExpired, ctx: Context) -> None:
    """End the call of an order that was not paid in time; its customer may call again."""
    await ctx.commit(unpaid_pairings.cancel_pairing_of_order, event.order_id, over=OrderStatus.EXPIRED, now=ctx.now)
