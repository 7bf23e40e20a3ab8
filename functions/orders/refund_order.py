"""Task: request a refund."""

from shared.orders import refunds
from shared.orders.jobs import RefundOrder
from shared.orders.ports import RefundProvider
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(RefundOrder, attempts=10, per_second=4)
async def refund_order(job: RefundOrder, ctx: Context, provider: RefundProvider) -> None:
    """Request a refund from Xendit. A repeated request refunds once."""
    order, refund, account = await ctx.read(refunds.get_due_refund, job.order_id, job.number)
    receipt = await provider.request_refund(order, refund, account)
    await ctx.commit_final(refunds.record_refund_receipt, order.id, refund, receipt, now=ctx.now)
