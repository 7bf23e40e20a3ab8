"""HTTP: list the tickets of an order."""

from shared.kernel.ids import OrderId
from shared.kernel.paging import Page
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.tickets import own_tickets
from shared.tickets.errors import TicketEventNotFound, TicketsNotIssued
from shared.tickets.ports import TicketCodeSigner
from shared.tickets.schemas import OwnTicketView


class ListOrderTickets(Request):
    """Query of `list_order_tickets`."""

    order_id: OrderId
    """Id of a paid order with tickets, such as `BE-20261126-ACD346`."""


@http.get(
    who=("partner", "customer", "expert", "admin"),
    scope="tickets.sell",
    raises=(TicketsNotIssued, TicketEventNotFound),
)
async def list_order_tickets(query: ListOrderTickets, ctx: Context, signer: TicketCodeSigner) -> Page[OwnTicketView]:
    """List the tickets of an order with the codes that the door scans.

    Its buyer may call, the partner who sold the order, and an admin with the scope `support`.
    """
    return Page(items=await ctx.read(own_tickets.list_order_tickets, signer, query.order_id, actor=ctx.actor))
