"""HTTP: name the bank account for a refund."""

from shared.orders import refunds
from shared.orders.errors import OrderNotFound, RefundNotWaiting
from shared.orders.schemas import OrderView, SetRefundAccount
from shared.runtime.context import Context
from shared.runtime.triggers import http


@http.post(
    who=("partner", "customer", "expert", "admin"),
    admin_scope=("support", "finance"),
    scope="tickets.sell",
    raises=(OrderNotFound, RefundNotWaiting),
    dispatches=("tasks",),
)
async def set_refund_account(body: SetRefundAccount, ctx: Context) -> OrderView:
    """Set the bank account or e-wallet for a refund that waits for one. The payout begins at once."""
    order = await ctx.commit(refunds.set_refund_account, body, actor=ctx.actor, now=ctx.now)
    return OrderView.of(order)
