"""Give an order's money back."""

from shared.orders import actions
from shared.orders.jobs import RefundOrder
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(RefundOrder, attempts=10, per_second=4, gateways=("payments",), secrets=("xendit_secret_key",))
async def refund_order(job: RefundOrder, ctx: Context) -> None:
    """Ask Xendit to give the money back; asked twice, it happens once."""
    order = await ctx.read(actions.order_to_refund, job.order_id)
    receipt = await ctx.gateways.payments.refund(order)
    await ctx.conclude(actions.record_refund, order.id, receipt, now=ctx.now)
