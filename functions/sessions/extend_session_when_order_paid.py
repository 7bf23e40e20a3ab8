"""Event: extend a session."""

from shared.contracts.events.orders import OrderPaid
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.fulfilment import extensions


@on(OrderPaid, items="extension")
async def extend_session_when_order_paid(event: OrderPaid, ctx: Context) -> None:
    """Extend a session by the time that was paid for; if the session is over, refund the payment."""
    await ctx.commit(extensions.extend_session_or_refund, event.order_id, now=ctx.now)
