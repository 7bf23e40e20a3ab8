"""HTTP: list the caller's tickets."""

from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.tickets import own_tickets
from shared.tickets.errors import TicketEventNotFound
from shared.tickets.ports import TicketCodeSigner
from shared.tickets.schemas import OwnTicketView


class ListMyTickets(Request):
    """Query of `list_my_tickets`."""

    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most tickets on a page, 1 to 100; 20 by default."""


@http.get(who=("customer", "expert", "admin"), raises=(TicketEventNotFound,))
async def list_my_tickets(query: ListMyTickets, ctx: Context, signer: TicketCodeSigner) -> Page[OwnTicketView]:
    """List the caller's tickets over all orders with the codes that the door scans, the latest first."""
    return await ctx.read(own_tickets.list_customer_tickets, signer, **query.model_dump(), actor=ctx.actor)
