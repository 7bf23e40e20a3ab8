"""HTTP: send the link for a refund that waits for a bank account again."""

from shared.limits.errors import LimitReached
from shared.orders import refund_links
from shared.orders.errors import OrderNotFound, RefundNotWaiting
from shared.orders.schemas import OrderView, RefundOfOrder
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ResendRefundLink(RefundOfOrder):
    """Body of `resend_refund_link`."""


@http.post(
    who=("partner", "customer", "expert", "admin"),
    admin_scope=("support", "finance"),
    scope="tickets.sell",
    raises=(OrderNotFound, RefundNotWaiting, LimitReached),
    dispatches=("tasks",),
)
async def resend_refund_link(body: ResendRefundLink, ctx: Context) -> OrderView:
    """Send the buyer a new link to name the account for a refund, to the present address of the order.

    Earlier links end as they would have. Unless owners say otherwise, an order has at most three new links an hour.
    """
    return OrderView.of(await ctx.commit(refund_links.resend_refund_link, body, actor=ctx.actor, now=ctx.now))
