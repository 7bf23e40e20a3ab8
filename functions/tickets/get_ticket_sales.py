"""HTTP: get the sales of an event."""

from shared.kernel.ids import TicketEventId
from shared.kernel.paging import Page
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.tickets import actions
from shared.tickets.errors import TicketEventNotFound
from shared.tickets.schemas import TicketSalesView


class GetTicketSales(Request):
    """Query of `get_ticket_sales`."""

    event_id: TicketEventId
    """Slug of the event whose sales are counted, such as `tedx-bandung-2026`."""


@http.get(who="admin", admin_scope=("support", "finance"), raises=(TicketEventNotFound,))
async def get_ticket_sales(query: GetTicketSales, ctx: Context) -> Page[TicketSalesView]:
    """Count the sold, held and free tickets of each type of an event, and the revenue."""
    return Page(items=await ctx.read(actions.list_ticket_sales, query.event_id))
