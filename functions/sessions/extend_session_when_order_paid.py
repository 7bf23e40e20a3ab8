"""More time that was paid for is given."""

from shared.contracts.events.orders import OrderPaid
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.fulfilment import extensions


@on(OrderPaid, items="extension")
async def extend_session_when_order_paid(event: OrderPaid, ctx: Context) -> None:
    """Give a session the time that was paid for; when it is over, the money goes back."""
    await ctx.commit(extensions.extend_session_or_refund, event.order_id, now=ctx.now)
