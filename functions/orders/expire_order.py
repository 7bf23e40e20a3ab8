"""Task: expire an order."""

from shared.orders import actions
from shared.orders.jobs import ExpireOrder
from shared.orders.ports import PaymentProvider
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import settlement


@task(ExpireOrder, attempts=10, per_second=8)
async def expire_order(job: ExpireOrder, ctx: Context, payments: PaymentProvider) -> None:
    """Close the order's invoices at Xendit first.

    So that nobody pays for seats that are about to be freed; then expire the order.
    """
    order = await ctx.read(actions.get_order_to_close, job.order_id)
    invoices = await payments.close_invoices(order.id)
    await ctx.commit_final(settlement.settle_or_expire_order, order.id, invoices, now=ctx.now)
