"""Order tickets: hold the seats, open the invoice, and say where to pay."""

from datetime import datetime

from shared.kernel.actors import Actor
from shared.kernel.ids import OrderId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions as orders
from shared.orders import store as order_store
from shared.orders.schemas import OrderRequest, OrderView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.tickets import actions as tickets
from shared.tickets import store
from shared.tickets.errors import SALE_ERRORS
from shared.tickets.schemas import TicketSelection


class CreateTicketOrder(OrderRequest, TicketSelection):
    """Which tickets, for whom."""


async def hold_tickets_and_open_order(
    uow: UnitOfWork, body: CreateTicketOrder, *, actor: Actor, now: datetime
) -> OrderId:
    """Hold the seats and open the order on them, in one commit."""
    order_id = OrderId.at(now, uow.random_below)
    sale = await tickets.hold_tickets(uow, body.event_id, body.quantities, holder=order_id, now=now)
    await orders.open_order(uow, order_id, sale, body, actor=actor, now=now)
    return order_id


@http.post(
    who=("partner", "customer"),
    scope="tickets.sell",
    raises=SALE_ERRORS,
    preload=store.prefetch_ticket_order,
    gateways=("payments", "tasks"),
)
async def create_ticket_order(body: CreateTicketOrder, ctx: Context) -> OrderView:
    """Order tickets for a guest (by a partner's key) or for the signed-in customer."""
    order_id = await ctx.commit(hold_tickets_and_open_order, body, actor=ctx.actor, now=ctx.now)
    order, fresh = await ctx.read(order_store.get_order, order_id), not ctx.replayed
    invoice = await ctx.gateways.payments.open_invoice(order, fresh=fresh, now=ctx.now)
    order = await ctx.commit(orders.attach_invoice, order.id, invoice, fresh=fresh, now=ctx.now)
    return OrderView.of(order)
