"""HTTP: cancel an unpaid order."""

from shared.kernel.ids import OrderId
from shared.kernel.schemas import Request
from shared.orders import actions, store
from shared.orders.errors import OrderNotFound, OrderNotOpen
from shared.orders.schemas import OrderView
from shared.runtime.context import Context
from shared.runtime.triggers import http


class CancelOrder(Request):
    """Body of `cancel_order`."""

    order_id: OrderId
    """Id of the unpaid order, from the answer that opened the order."""


@http.post(
    who=("partner", "customer", "expert", "admin"),
    admin_scope=("support", "finance"),
    scope="tickets.sell",
    raises=(OrderNotFound, OrderNotOpen),
    dispatches=("tasks",),
)
async def cancel_order(body: CancelOrder, ctx: Context) -> OrderView:
    """Cancel an unpaid order.

    Its seats are free at once, and its invoice is closed right after. A repeated call changes nothing.
    """
    await ctx.commit(actions.cancel_order, body.order_id, actor=ctx.actor, now=ctx.now)
    return OrderView.of(await ctx.read(store.access_order, body.order_id, ctx.actor))
