"""HTTP: list all events for admins."""

from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.tickets import event_lists
from shared.tickets.models import EventStatus
from shared.tickets.schemas import SavedTicketEventView


class ListSavedTicketEvents(Request):
    """Query of `list_saved_ticket_events`."""

    status: EventStatus | None = None
    """State of the events to list, such as `draft`; all states when left out."""
    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most events on a page, 1 to 100; 20 by default."""


@http.get(who="admin", admin_scope=("support", "finance"))
async def list_saved_ticket_events(query: ListSavedTicketEvents, ctx: Context) -> Page[SavedTicketEventView]:
    """List all events, drafts and past ones too, those that end last before the others."""
    return await ctx.read(event_lists.list_saved_events, **query.model_dump())
