"""Webhook: invoice callbacks of Xendit."""

from shared.orders import payment_notices
from shared.orders.ports import InvoiceNotice, PaymentCallbacks
from shared.runtime.context import Context
from shared.runtime.triggers import webhook


@webhook(sender=PaymentCallbacks, min_instances=1)
async def receive_xendit_invoice(notice: InvoiceNotice, ctx: Context) -> None:
    """Store a callback about an invoice; a task asks Xendit whether it is true, and settles the order."""
    await ctx.commit(payment_notices.record_invoice_notice, notice, now=ctx.now)
