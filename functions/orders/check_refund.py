"""Task: check a refund at Xendit."""

from shared.orders import refunds
from shared.orders.jobs import CheckRefund
from shared.orders.ports import PaymentProvider
from shared.orders.refund_attempts import AttemptReference
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import refund_requests


@task(CheckRefund, attempts=5, per_second=4)
async def check_refund(job: CheckRefund, ctx: Context, payments: PaymentProvider) -> None:
    """Ask Xendit about an attempt at a refund and record the answer. A refusal or contradiction alerts a person."""
    about = AttemptReference(job.order_id, job.number, job.attempt)
    receipt = await refund_requests.find_refund_receipt(ctx, payments, about)
    await ctx.commit_final(refunds.record_refund_receipt, about, receipt, now=ctx.now, told=job.told)
