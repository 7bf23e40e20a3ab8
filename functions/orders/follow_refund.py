"""Ask what became of a refund."""

from shared.orders import refunding
from shared.orders.jobs import FollowRefund
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(FollowRefund, attempts=5, per_second=4, gateways=("payments",))
async def follow_refund(job: FollowRefund, ctx: Context) -> None:
    """Note whether the money has gone back; a refusal wakes a person."""
    order, refund = await ctx.read(refunding.refund_to_follow, job.order_id, job.number, job.attempt)
    receipt = await ctx.gateways.payments.refund_status(order, refund)
    await ctx.conclude(refunding.record_refund, order.id, refund, receipt, now=ctx.now, told=job.told)
