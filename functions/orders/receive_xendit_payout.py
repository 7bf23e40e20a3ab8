"""Xendit tells us how a payout goes."""

from shared.orders import refunds
from shared.orders.ports import PaymentCallbacks, PayoutNotice
from shared.runtime.context import Context
from shared.runtime.triggers import webhook


@webhook(sender=PaymentCallbacks)
async def receive_xendit_payout(notice: PayoutNotice, ctx: Context) -> None:
    """Remember what Xendit says of a payout; a task asks whether it is so."""
    await ctx.commit(refunds.record_refund_notice, notice, now=ctx.now)
