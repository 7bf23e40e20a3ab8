"""HTTP: get an order."""

from shared.kernel.ids import OrderId
from shared.kernel.schemas import Request
from shared.orders import store
from shared.orders.errors import OrderNotFound
from shared.orders.schemas import OrderView
from shared.runtime.context import Context
from shared.runtime.triggers import http


class GetOrder(Request):
    """Query of `get_order`."""

    order_id: OrderId
    """Id of the order to show, such as `BE-20261126-ACD346`."""


@http.get(
    who=("partner", "customer", "expert", "admin"),
    admin_scope=("support", "finance"),
    scope="tickets.sell",
    raises=(OrderNotFound,),
)
async def get_order(query: GetOrder, ctx: Context) -> OrderView:
    """Get an order of the caller's: its status, where to pay, and until when."""
    return OrderView.of(await ctx.read(store.access_order, query.order_id, ctx.actor))
