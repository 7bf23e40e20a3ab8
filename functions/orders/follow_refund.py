"""Ask what became of a refund."""

from shared.orders import actions
from shared.orders.jobs import FollowRefund
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(FollowRefund, attempts=5, per_second=4, gateways=("payments",), secrets=("xendit_secret_key",))
async def follow_refund(job: FollowRefund, ctx: Context) -> None:
    """Note whether the money has gone back; a refusal wakes a person."""
    refund_id = await ctx.read(actions.refund_to_follow, job.order_id)
    receipt = await ctx.gateways.payments.refund_status(refund_id)
    await ctx.conclude(actions.record_refund, job.order_id, receipt, now=ctx.now)
