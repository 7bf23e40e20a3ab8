"""Event: write a credit note."""

from shared.contracts.events.orders import OrderRefunded
from shared.orders import invoice_numbering
from shared.runtime.context import Context
from shared.runtime.triggers import on


@on(OrderRefunded, is_fulfilled=True)
async def number_credit_note_when_order_refunded(event: OrderRefunded, ctx: Context) -> None:
    """Write the credit note for a refund, with the next number of the year."""
    await ctx.commit(invoice_numbering.number_credit_note, event.order_id, event.number, event.amount, now=ctx.now)
