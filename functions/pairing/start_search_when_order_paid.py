"""Event: start the search of a paid call."""

from shared.contracts.events.orders import OrderPaid
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.fulfilment import pairings


@on(OrderPaid, items="pairing")
async def start_search_when_order_paid(event: OrderPaid, ctx: Context) -> None:
    """Start the search for an expert when the call is paid for."""
    await ctx.commit(pairings.start_search_or_refund, event.order_id, now=ctx.now)
