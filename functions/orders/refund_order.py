"""Task: request a refund."""

from shared.orders.jobs import RefundOrder
from shared.orders.ports import RefundProvider
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import refund_requests


@task(RefundOrder, attempts=10, per_second=4)
async def refund_order(job: RefundOrder, ctx: Context, provider: RefundProvider) -> None:
    """Request a refund from Xendit, once, unless Xendit shows that the money has gone back already."""
    await refund_requests.request_refund(ctx, provider, job.order_id, job.number)
