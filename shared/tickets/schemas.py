"""What the world sees of the ticket office."""

from collections import Counter
from typing import Annotated, Self

from pydantic import Field

from shared.kernel.ids import OrderId, TicketEventId, TicketId, TicketTypeId
from shared.kernel.money import Money
from shared.kernel.schemas import Moment, Request, View
from shared.tickets.models import EventStatus, Ticket, TicketEvent, TicketStatus, TicketType
from shared.tickets.rules import compute_wanted_quantities


class TicketSelectionItem(Request):
    ticket_type_id: TicketTypeId
    quantity: Annotated[int, Field(ge=1, le=100, strict=True)]


class TicketSelection(Request):
    """Tickets of one event: each type named once."""

    event_id: TicketEventId
    items: Annotated[list[TicketSelectionItem], Field(min_length=1, max_length=20)]

    @property
    def quantities(self) -> Counter[TicketTypeId]:
        return compute_wanted_quantities([(item.ticket_type_id, item.quantity) for item in self.items])


class TicketEventView(View):
    event_id: TicketEventId
    name: str
    description: str
    venue: str
    starts_at: Moment
    ends_at: Moment
    status: EventStatus
    hold_minutes: int

    @classmethod
    def of(cls, event: TicketEvent) -> Self:
        return cls(event_id=event.id, **event.model_dump(exclude={"id", "saved_at"}))


class TicketTypeView(View):
    """`left` is what nobody holds or has bought at this moment; it promises nothing."""

    ticket_type_id: TicketTypeId
    event_id: TicketEventId
    name: str
    description: str
    price: Money
    per_order: int
    valid_from: Moment
    valid_until: Moment
    left: int

    @classmethod
    def of(cls, ticket_type: TicketType, *, left: int) -> Self:
        return cls(
            ticket_type_id=ticket_type.id,
            event_id=ticket_type.event_id,
            name=ticket_type.name,
            description=ticket_type.description,
            price=Money(amount=ticket_type.price, currency=ticket_type.currency),
            per_order=ticket_type.per_order,
            valid_from=ticket_type.valid_from,
            valid_until=ticket_type.valid_until,
            left=left,
        )


class TicketSalesView(View):
    """`sold + held + free = quota` at every moment; `revenue` is what the tickets sold have cost."""

    ticket_type_id: TicketTypeId
    name: str
    quota: int
    sold: int
    held: int
    free: int
    revenue: Money


class TicketView(View):
    ticket_id: TicketId
    order_id: OrderId
    event_id: TicketEventId
    type_name: str
    holder: str
    status: TicketStatus
    checked_in_at: Moment | None
    gate: str | None

    @classmethod
    def of(cls, ticket: Ticket) -> Self:
        return cls(
            ticket_id=ticket.id,
            order_id=ticket.order_id,
            event_id=ticket.event_id,
            type_name=ticket.type_name,
            holder=ticket.holder,
            status=ticket.status,
            checked_in_at=ticket.check_in.at if ticket.check_in else None,
            gate=ticket.check_in.gate if ticket.check_in else None,
        )


class TicketsResent(View):
    """`tickets` is how many will be in the mail."""

    order_id: OrderId
    tickets: int


class VerificationKeys(View):
    """A JWK set (RFC 7517) with Ed25519 keys (RFC 8037). A ticket's QR is a compact JWS signed with one of them."""

    keys: list[dict[str, str]]
