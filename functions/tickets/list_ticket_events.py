"""HTTP: list the events to come."""

from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.tickets import event_lists
from shared.tickets.schemas import TicketEventView


class ListTicketEvents(Request):
    """Query of `list_ticket_events`."""

    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most events on a page, 1 to 100; 20 by default."""


@http.get(who=("anyone", "partner"), scope="tickets.read")
async def list_ticket_events(query: ListTicketEvents, ctx: Context) -> Page[TicketEventView]:
    """List the published events that are not over, those that end first before the others.

    A partner's API key lists the events that the key is for.
    """
    return await ctx.read(event_lists.list_upcoming_events, **query.model_dump(), actor=ctx.actor, now=ctx.now)
