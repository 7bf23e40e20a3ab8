"""Open an event, or change it."""

from typing import Annotated

from pydantic import Field

from shared.kernel.ids import TicketEventId
from shared.kernel.schemas import Line, Moment, Request, Text
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.tickets import actions
from shared.tickets.models import EventStatus, TicketEvent
from shared.tickets.schemas import TicketEventView


class SaveTicketEvent(Request):
    """`event_id` is the event's slug; saving under a slug that exists changes that event."""

    event_id: TicketEventId
    name: Line
    description: Text = ""
    venue: Line
    starts_at: Moment
    ends_at: Moment
    status: EventStatus = EventStatus.DRAFT
    hold_minutes: Annotated[int, Field(ge=2, le=120, strict=True)] = 15


@http.post(who="admin")
async def save_ticket_event(body: SaveTicketEvent, ctx: Context) -> TicketEventView:
    """Open an event under its slug, or change the one that is there."""
    event = TicketEvent(id=body.event_id, saved_at=ctx.now, **body.model_dump(exclude={"event_id"}))
    return TicketEventView.of(await ctx.commit(actions.save_ticket_event, event))
