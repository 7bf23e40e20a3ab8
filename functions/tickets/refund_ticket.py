"""HTTP: refund one ticket, as an admin."""

from shared.kernel.ids import TicketId
from shared.kernel.schemas import Line, Request
from shared.orders.errors import OrderNotPaid, RefundNeedsOwner
from shared.orders.schemas import OrderView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.tickets.errors import TicketNotFound, TicketRevoked, TicketUsed
from shared.workflows import admin_refunds


class RefundTicket(Request):
    """Body of `refund_ticket`."""

    ticket_id: TicketId
    """Id of the ticket, as on the ticket itself: the order's id and a number."""
    reason: Line
    """Explanation for other admins, one line; stored for good in the audit record."""
    even_if_used: bool = False
    """True to refund a ticket that has been checked in; false by default."""


@http.post(
    who="admin",
    admin_scope="finance",
    raises=(TicketNotFound, TicketRevoked, TicketUsed, OrderNotPaid, RefundNeedsOwner),
    dispatches=("tasks",),
)
async def refund_ticket(body: RefundTicket, ctx: Context) -> OrderView:
    """Revoke one ticket of an order and refund its price; the other tickets stay valid.

    After an earlier refund of a part, the refund is at most the ticket's share of what is left.

    Its seat is free at once, and it is refused at the door. The buyer is told by e-mail, also of a
    free ticket. Above the limit of the
    settings, per order, only an owner may refund.
    """
    order = await ctx.commit(
        admin_refunds.refund_ticket, body.ticket_id, even_if_used=body.even_if_used, actor=ctx.actor, now=ctx.now
    )
    return OrderView.of(order)
