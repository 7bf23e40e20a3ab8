"""Event: write an invoice."""

from shared.contracts.events.orders import OrderPaid
from shared.orders import invoice_numbering
from shared.runtime.context import Context
from shared.runtime.triggers import on


@on(OrderPaid, is_free=False)
async def number_invoice_when_order_paid(event: OrderPaid, ctx: Context) -> None:
    """Write the invoice of a paid order, with the next number of the year."""
    await ctx.commit(invoice_numbering.number_invoice, event.order_id, now=ctx.now)
