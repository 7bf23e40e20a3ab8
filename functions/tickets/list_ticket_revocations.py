"""HTTP: list the revoked codes of an event."""

from shared.kernel.ids import TicketEventId
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Moment, Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.tickets import ticket_codes
from shared.tickets.errors import TicketEventNotFound
from shared.tickets.schemas import TicketRevocationView


class ListTicketRevocations(Request):
    """Query of `list_ticket_revocations`."""

    event_id: TicketEventId
    """Slug of the event whose entrance is scanned, such as `tedx-bandung-2026`."""
    since: Moment | None = None
    """Largest `revoked_at` that the scanner knows; leave out for all. Entries of some minutes before come again."""
    cursor: str | None = None
    """Value of `next_cursor` of the page before, with the same `since`; leave out for the first page."""
    limit: PageSize = 100
    """Most tickets on a page, 1 to 100; 100 by default."""


@http.get(
    who=("partner", "admin"),
    admin_scope="support",
    scope="tickets.check_in",
    raises=(TicketEventNotFound,),
    exposure="public",
)
async def list_ticket_revocations(query: ListTicketRevocations, ctx: Context) -> Page[TicketRevocationView]:
    """List the tickets of an event whose codes were revoked, for scanners that work without a network."""
    wanted = query.model_dump()
    return await ctx.read(ticket_codes.list_revocations, wanted.pop("event_id"), **wanted, actor=ctx.actor)
