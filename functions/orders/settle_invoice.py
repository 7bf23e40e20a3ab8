"""Task: settle an order."""

from shared.orders.jobs import SettleInvoice
from shared.orders.ports import PaymentProvider
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import settlement


@task(SettleInvoice, attempts=10, per_second=8)
async def settle_invoice(job: SettleInvoice, ctx: Context, payments: PaymentProvider) -> None:
    """Settle an order by Xendit's own answer about its invoices, never by the content of a callback."""
    invoices = await payments.list_invoices(job.order_id)
    await ctx.commit_final(settlement.settle_order, job.order_id, invoices, now=ctx.now, told_paid=job.told_paid)
