"""Paid after it was over."""

from shared.orders import settlement
from shared.orders.jobs import ResolveLatePayment
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(ResolveLatePayment, attempts=10)
async def resolve_late_payment(job: ResolveLatePayment, ctx: Context) -> None:
    """Claim again what the order held, all of it, and fulfil; else have the money given back."""
    await ctx.commit_final(settlement.resolve_late_payment, job.order_id, now=ctx.now)
