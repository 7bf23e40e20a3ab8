"""A call that is paid for goes out."""

from shared.contracts.events.orders import OrderPaid
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.fulfilment import pairings


@on(OrderPaid, items="pairing")
async def start_search_when_order_paid(event: OrderPaid, ctx: Context) -> None:
    """Begin to look for an expert for whoever has paid for it."""
    await ctx.commit(pairings.start_search_or_refund, event.order_id, now=ctx.now)
