"""Task: ensure that an order has one payable invoice."""

from shared.orders import store
from shared.orders.jobs import OpenInvoice
from shared.orders.ports import PaymentProvider
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import checkout


@task(OpenInvoice, attempts=10, per_second=8)
async def open_invoice(job: OpenInvoice, ctx: Context, payments: PaymentProvider) -> None:
    """Create the invoice that the order's own request could not create, and close surplus ones."""
    order = await ctx.read(store.get_order, job.order_id)
    await checkout.ensure_invoice(ctx, payments, order)
