"""See to it that an order has exactly one invoice to pay."""

from shared.orders import actions, store
from shared.orders.jobs import OpenInvoice
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(OpenInvoice, attempts=10, per_second=8, gateways=("payments",))
async def open_invoice(job: OpenInvoice, ctx: Context) -> None:
    """Find or make the invoice that the order's own request could not, and close the ones too many."""
    order = await ctx.read(store.get_order, job.order_id)
    invoice = await ctx.gateways.payments.ensure_invoice(order, now=ctx.now)
    await ctx.commit_final(actions.attach_invoice, order.id, invoice, fresh=False, now=ctx.now)
