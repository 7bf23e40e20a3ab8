"""Event: the buyer is told of a refund."""

from shared.contracts.events.orders import RefundChanged
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.announcements import refund_announcements


@on(RefundChanged)
async def tell_buyer_when_refund_changed(event: RefundChanged, ctx: Context) -> None:
    """Tell the buyer of a refund: in the app and by push, and by mail to the address of the order."""
    await ctx.commit(refund_announcements.tell_buyer_when_refund_changed, event, now=ctx.now)
