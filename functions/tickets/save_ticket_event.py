"""HTTP: create or change a ticket event."""

from typing import Annotated

from pydantic import Field

from shared.kernel.ids import PartnerId, TicketEventId
from shared.kernel.inputs import SaveRequest
from shared.kernel.schemas import Line, Moment, Text
from shared.kernel.zones import Zone
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.tickets import actions
from shared.tickets.errors import TicketEventCancelled
from shared.tickets.models import EventStatus, TicketEvent
from shared.tickets.schemas import SavedTicketEventView


class SaveTicketEvent(SaveRequest):
    """Body of `save_ticket_event`. Fields of an existing event that are left out stay as they are."""

    event_id: TicketEventId
    """Slug of the event, such as `tedx-bandung-2026`; an existing slug changes that event."""
    name: Line
    """Name of the event, one line of 1 to 200 characters."""
    description: Text = ""
    """Text about the event for visitors, at most 5,000 characters; empty for a new event."""
    venue: Line
    """Place of the event, one line of 1 to 200 characters."""
    starts_at: Moment
    """Start of the event, an RFC 3339 instant with a zone."""
    ends_at: Moment
    """End of the event, later than `starts_at`; no tickets are sold after this instant."""
    status: EventStatus = EventStatus.DRAFT
    """State: `draft` hides the event, `published` sells tickets, `closed` sells none; `draft` for a new event."""
    partner_id: PartnerId | None = None
    """Partner who organises the event and may sell it with keys that name no event; null for none."""
    hold_minutes: Annotated[int, Field(ge=2, le=120, strict=True)] = 15
    """Minutes that a buyer has to pay, 2 to 120; 15 for a new event."""
    zone: Zone = "Asia/Jakarta"
    """IANA time zone of the venue, in which mails and tickets write times; `Asia/Jakarta` for a new event."""


@http.post(who="admin", admin_scope="support", raises=(TicketEventCancelled,))
async def save_ticket_event(body: SaveTicketEvent, ctx: Context) -> SavedTicketEventView:
    """Create an event under its slug, or change the existing event."""
    event = TicketEvent(id=body.event_id, saved_at=ctx.now, **body.dump_named_fields(exclude={"event_id"}))
    return SavedTicketEventView.of(await ctx.commit(actions.save_ticket_event, event))
