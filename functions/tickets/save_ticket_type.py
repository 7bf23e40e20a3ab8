"""Offer a ticket type, or change it."""

from typing import Annotated

from pydantic import Field

from shared.kernel.ids import TicketEventId, TicketTypeId
from shared.kernel.money import Currency
from shared.kernel.schemas import Line, Moment, Request, Text
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.tickets import actions
from shared.tickets.errors import QuotaBelowSold, TicketEventNotFound
from shared.tickets.models import TicketType
from shared.tickets.schemas import TicketSalesView


class SaveTicketType(Request):
    """Sold from `valid_from` until just before `valid_until`. `price` is in whole rupiah; 0 is free."""

    event_id: TicketEventId
    ticket_type_id: TicketTypeId
    name: Line
    description: Text = ""
    price: Annotated[int, Field(ge=0, le=1_000_000_000, strict=True)]
    currency: Currency = "IDR"
    quota: Annotated[int, Field(ge=0, le=20_000, strict=True)]
    per_order: Annotated[int, Field(ge=1, le=100, strict=True)] = 10
    valid_from: Moment
    valid_until: Moment
    position: Annotated[int, Field(ge=0, le=1_000, strict=True)] = 0


@http.post(who="admin", raises=(TicketEventNotFound, QuotaBelowSold), timeout=300)
async def save_ticket_type(body: SaveTicketType, ctx: Context) -> TicketSalesView:
    """Offer a ticket type under its slug, or change the one that is there; its stock follows the quota."""
    given = body.model_dump(exclude={"ticket_type_id"})
    ticket_type = await ctx.commit(
        actions.save_ticket_type, TicketType(id=body.ticket_type_id, saved_at=ctx.now, **given)
    )
    while await ctx.commit(actions.fill_ticket_stock, ticket_type.event_id, ticket_type.id):
        continue
    return await ctx.read(actions.get_ticket_type_sales, ticket_type)
