"""Xendit tells us that an invoice was paid or has expired."""

from shared.orders import settlement
from shared.orders.ports import InvoiceNotice, PaymentCallbacks
from shared.runtime.context import Context
from shared.runtime.triggers import webhook


@webhook(sender=PaymentCallbacks, min_instances=1)
async def receive_xendit_invoice(notice: InvoiceNotice, ctx: Context) -> None:
    """Remember what Xendit says about an invoice; a task asks whether it is so, and settles it."""
    await ctx.commit(settlement.record_invoice_notice, notice, now=ctx.now)
