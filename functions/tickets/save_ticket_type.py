"""HTTP: create or change a ticket type."""

from typing import Annotated

from pydantic import Field

from shared.kernel.ids import TicketEventId, TicketTypeId
from shared.kernel.inputs import SaveRequest
from shared.kernel.money import Currency
from shared.kernel.schemas import Line, Moment, Text
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.tickets import actions
from shared.tickets.errors import QuotaBelowSold, TicketEventNotFound
from shared.tickets.models import TicketType
from shared.tickets.schemas import TicketSalesView


class SaveTicketType(SaveRequest):
    """Body of `save_ticket_type`. Tickets are sold from `valid_from` until just before `valid_until`.

    Fields of an existing type that are left out stay as they are.
    """

    event_id: TicketEventId
    """Slug of the event that the ticket admits to, from `save_ticket_event`."""
    ticket_type_id: TicketTypeId
    """Slug of the ticket type within its event, such as `early-bird`; an existing slug changes that type."""
    name: Line
    """Name of the ticket type, one line of 1 to 200 characters."""
    description: Text = ""
    """Text about what the ticket includes, at most 5,000 characters; empty for a new type."""
    price: Annotated[int, Field(ge=0, le=1_000_000_000, strict=True)]
    """Price of a ticket in whole units of the currency, 0 to 1,000,000,000; 0 is free."""
    currency: Currency = "IDR"
    """ISO 4217 code of the currency; `IDR` for a new type. Fixed once tickets are sold."""
    quota: Annotated[int, Field(ge=0, le=20_000, strict=True)]
    """Number of tickets that can be sold in all, 0 to 20,000; not below those held or sold."""
    per_order: Annotated[int, Field(ge=1, le=100, strict=True)] = 10
    """Most tickets of this type in one order, 1 to 100; 10 for a new type."""
    valid_from: Moment
    """Instant with a zone from which on the ticket is sold."""
    valid_until: Moment
    """Instant with a zone from which on the ticket is no longer sold; later than `valid_from`."""
    position: Annotated[int, Field(ge=0, le=1_000, strict=True)] = 0
    """Place in the list of the event, 0 to 1,000, the smallest first; 0 for a new type."""


@http.post(who="admin", admin_scope="support", raises=(TicketEventNotFound, QuotaBelowSold), timeout=300)
async def save_ticket_type(body: SaveTicketType, ctx: Context) -> TicketSalesView:
    """Create a ticket type under its slug, or change the existing one. The stock follows the quota within seconds."""
    given = body.dump_named_fields(exclude={"ticket_type_id"})
    ticket_type = await ctx.commit(
        actions.save_ticket_type, TicketType(id=body.ticket_type_id, saved_at=ctx.now, **given)
    )
    while await ctx.commit(actions.fill_ticket_stock, ticket_type.event_id, ticket_type.id):
        continue
    return await ctx.read(actions.get_ticket_type_sales, ticket_type)
