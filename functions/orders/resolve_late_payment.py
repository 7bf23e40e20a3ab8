"""Task: resolve a payment that came after the order's end."""

from shared.orders.jobs import ResolveLatePayment
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import settlement


@task(ResolveLatePayment, attempts=10)
async def resolve_late_payment(job: ResolveLatePayment, ctx: Context) -> None:
    """Claim all goods of the order again and fulfil the order, or refund the payment."""
    await ctx.commit_final(settlement.resolve_late_payment, job.order_id, now=ctx.now)
