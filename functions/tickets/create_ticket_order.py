"""HTTP: order tickets."""

from shared.limits.errors import IdentityNeeded, TooManyHeld
from shared.orders.ports import PaymentProvider
from shared.orders.schemas import OrderView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.tickets.errors import SALE_ERRORS
from shared.workflows import checkout, ticket_orders


class CreateTicketOrder(ticket_orders.TicketOrderRequest):
    """Body of `create_ticket_order`."""


@http.post(
    who=("partner", "customer", "expert", "admin"),
    audited=False,
    scope="tickets.sell",
    raises=(*SALE_ERRORS, IdentityNeeded, TooManyHeld),
    preload=ticket_orders.prefetch_ticket_order,
    dispatches=("tasks",),
)
async def create_ticket_order(body: CreateTicketOrder, ctx: Context, payments: PaymentProvider) -> OrderView:
    """Order tickets for a guest (with a partner's API key) or for the signed-in person.

    Holds the seats and answers with `checkout_url`, where the buyer pays until `pay_before`. Unpaid seats are freed by
    themselves. For one event, a buyer may have two unpaid orders and ten held or free seats, unless admins say
    otherwise.
    Send an `Idempotency-Key`: a repeated request then returns the same order.
    """
    order = await checkout.check_out(
        ctx,
        payments,
        ticket_orders.hold_tickets_and_open_order,
        body,
        actor=ctx.actor,
        call_id=ctx.call_id,
        now=ctx.now,
    )
    return OrderView.of(order)
