"""Event: record the address that a customer has paid with."""

from shared.contracts.events.orders import OrderPaid
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows import email_verification


@on(OrderPaid, is_free=False)
async def record_paid_address_when_order_paid(event: OrderPaid, ctx: Context) -> None:
    """Record that a customer has paid under the address of the account, so that mail may go there."""
    await ctx.commit(email_verification.record_paid_address, event.order_id, now=ctx.now)
