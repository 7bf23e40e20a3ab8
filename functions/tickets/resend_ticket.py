"""HTTP: send the tickets of an order again."""

from shared.kernel.ids import OrderId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.tickets import ticket_mailings
from shared.tickets.errors import ResentTooSoon, TicketsNotIssued
from shared.tickets.schemas import TicketsResent


class ResendTicket(Request):
    """Body of `resend_ticket`."""

    order_id: OrderId
    """Id of the paid order whose tickets are sent again."""


@http.post(
    who=("partner", "customer", "expert", "admin"),
    scope="tickets.sell",
    raises=(TicketsNotIssued, ResentTooSoon),
    dispatches=("tasks",),
)
async def resend_ticket(body: ResendTicket, ctx: Context) -> TicketsResent:
    """Send the tickets of an order to its buyer again, at most once a minute.

    Its buyer may call, the partner who sold the order, and an admin with the scope `support`.
    """
    count = await ctx.commit(ticket_mailings.resend_tickets, body.order_id, actor=ctx.actor, now=ctx.now)
    return TicketsResent(order_id=body.order_id, tickets=count)
