"""Event: revoke the tickets of a refunded order."""

from shared.contracts.events.orders import OrderRefunded
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.tickets import actions


@on(OrderRefunded, items="ticket", in_full=True)
async def revoke_tickets_when_order_refunded(event: OrderRefunded, ctx: Context) -> None:
    """Revoke the tickets of a fully refunded order, and free their seats."""
    await ctx.commit(actions.revoke_tickets, event.order_id, in_full=event.in_full, now=ctx.now)
