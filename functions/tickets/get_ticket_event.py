"""HTTP: get a published event."""

from shared.kernel.ids import TicketEventId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.tickets import store
from shared.tickets.errors import TicketEventNotFound
from shared.tickets.schemas import TicketEventView


class GetTicketEvent(Request):
    """Query of `get_ticket_event`."""

    event_id: TicketEventId
    """Slug of a published event, such as `tedx-bandung-2026`."""


@http.get(who=("partner", "customer", "expert", "admin"), scope="tickets.read", raises=(TicketEventNotFound,))
async def get_ticket_event(query: GetTicketEvent, ctx: Context) -> TicketEventView:
    """Get a published event: title, time and place."""
    return TicketEventView.of(await ctx.read(store.access_published_event, query.event_id, ctx.actor))
