"""HTTP: get the place to pay an order."""

from shared.kernel.errors import NotFound
from shared.kernel.ids import OrderId
from shared.kernel.schemas import Request
from shared.orders import actions
from shared.orders.errors import NoLongerAvailable, OrderNotFound, OrderNotOpen, PaymentRefused
from shared.orders.ports import PaymentProvider
from shared.orders.schemas import OrderView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import checkout


class PayOrder(Request):
    """Body of `pay_order`."""

    order_id: OrderId
    """Id of the unpaid order, from the answer that opened the order."""


@http.post(
    who=("partner", "customer", "expert"),
    scope="tickets.sell",
    raises=(OrderNotFound, OrderNotOpen, NoLongerAvailable, PaymentRefused, NotFound),
    takes_idempotency_key=False,
    dispatches=("tasks",),
)
async def pay_order(body: PayOrder, ctx: Context, payments: PaymentProvider) -> OrderView:
    """Get the one `checkout_url` of an open order.

    The same as before, or a new one if the earlier invoice has ended.

    Raises:
        PaymentRefused: The payment provider refuses to create the invoice.
        NotFound: The payment provider does not know what the invoice refers to.
    """
    order = await ctx.read(actions.access_payable_order, body.order_id, actor=ctx.actor, now=ctx.now)
    return OrderView.of(await checkout.ensure_invoice(ctx, payments, order))
