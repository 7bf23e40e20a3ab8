"""Webhook: refund callbacks of Xendit."""

from shared.orders import refund_notices
from shared.orders.ports import PaymentCallbacks, RefundNotice
from shared.runtime.context import Context
from shared.runtime.triggers import webhook


@webhook(sender=PaymentCallbacks)
async def receive_xendit_refund(notice: RefundNotice, ctx: Context) -> None:
    """Store a callback about a refund; a task asks Xendit whether it is true."""
    await ctx.commit(refund_notices.record_refund_notice, notice, now=ctx.now)
