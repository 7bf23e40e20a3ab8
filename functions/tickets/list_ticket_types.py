"""HTTP: list the ticket types of an event that are on sale."""

from shared.kernel.ids import TicketEventId
from shared.kernel.paging import Page
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.tickets import actions
from shared.tickets.errors import TicketEventNotFound
from shared.tickets.schemas import TicketTypeView


class ListTicketTypes(Request):
    """Query of `list_ticket_types`."""

    event_id: TicketEventId
    """Slug of a published event, such as `tedx-bandung-2026`."""


@http.get(who=("partner", "customer", "expert", "admin"), scope="tickets.read", raises=(TicketEventNotFound,))
async def list_ticket_types(query: ListTicketTypes, ctx: Context) -> Page[TicketTypeView]:
    """List the ticket types of an event that are on sale now, with the number of free tickets of each."""
    return Page(items=await ctx.read(actions.list_ticket_types_on_sale, query.event_id, actor=ctx.actor, now=ctx.now))
