"""Say to which account a refund is to go."""

from shared.orders import refunding
from shared.orders.errors import OrderNotFound, RefundNotWaiting
from shared.orders.schemas import AccountRequest, OrderView
from shared.runtime.context import Context
from shared.runtime.triggers import http


@http.post(
    who=("partner", "customer", "expert", "admin"),
    scope="tickets.sell",
    raises=(OrderNotFound, RefundNotWaiting),
    gateways=("tasks",),
)
async def name_refund_account(body: AccountRequest, ctx: Context) -> OrderView:
    """Name the bank account or e-wallet for a refund that waits for one; the payout begins at once."""
    order = await ctx.commit(refunding.name_account, body, actor=ctx.actor, now=ctx.now)
    return OrderView.of(order)
