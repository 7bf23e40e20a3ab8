"""Give an order's money back."""

from shared.orders import refunding
from shared.orders.jobs import RefundOrder
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(RefundOrder, attempts=10, per_second=4, gateways=("payments",))
async def refund_order(job: RefundOrder, ctx: Context) -> None:
    """Ask Xendit to give the money back; asked twice, it happens once."""
    order, refund, account = await ctx.read(refunding.refund_due, job.order_id, job.number)
    receipt = await ctx.gateways.payments.refund(order, refund, account)
    await ctx.conclude(refunding.record_refund, order.id, refund, receipt, now=ctx.now)
