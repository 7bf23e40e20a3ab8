"""Task: check a refund at Xendit."""

from shared.orders import refunds
from shared.orders.jobs import CheckRefund
from shared.orders.ports import PaymentProvider
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(CheckRefund, attempts=5, per_second=4)
async def check_refund(job: CheckRefund, ctx: Context, payments: PaymentProvider) -> None:
    """Ask Xendit about a refund and record the answer. A refusal alerts a person."""
    order, refund = await ctx.read(refunds.get_refund_to_check, job.order_id, job.number, job.attempt)
    receipt = await payments.get_refund_status(order, refund)
    await ctx.commit_final(refunds.record_refund_receipt, order.id, refund, receipt, now=ctx.now, told=job.told)
