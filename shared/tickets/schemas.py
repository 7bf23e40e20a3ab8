"""Requests and views of tickets."""

from collections import Counter
from typing import Annotated, Self

from pydantic import Field

from shared.kernel.ids import OrderId, PartnerId, TicketEventId, TicketId, TicketTypeId
from shared.kernel.money import Money
from shared.kernel.schemas import Moment, Request, View
from shared.tickets.models import EventStatus, Ticket, TicketEvent, TicketStatus, TicketType
from shared.tickets.rules import compute_wanted_quantities


class TicketSelectionItem(Request):
    """A number of tickets of one type."""

    ticket_type_id: TicketTypeId
    """Slug of the wanted ticket type, from `list_ticket_types`."""
    quantity: Annotated[int, Field(ge=1, le=100, strict=True)]
    """Number of tickets, 1 to 100, and not more than `per_order` of the type."""


class TicketSelection(Request):
    """Wanted tickets of one event."""

    event_id: TicketEventId
    """Slug of the published event, from `get_ticket_event`."""
    items: Annotated[list[TicketSelectionItem], Field(min_length=1, max_length=20)]
    """Wanted tickets, 1 to 20 entries, each ticket type once."""

    @property
    def quantities(self) -> Counter[TicketTypeId]:
        """Quantity of each ticket type.

        Raises:
            Invalid: A type is named twice, or the tickets are more than `MAX_TICKETS_PER_ORDER`.
        """
        return compute_wanted_quantities([(item.ticket_type_id, item.quantity) for item in self.items])


class TicketEventView(View):
    """An event as ticket buyers see it."""

    event_id: TicketEventId
    """Slug of the event, for `list_ticket_types` and `create_ticket_order`."""
    name: str
    """Name of the event, one line."""
    description: str
    """Text about the event for visitors; may be empty."""
    venue: str
    """Place of the event, one line."""
    starts_at: Moment
    """Instant in UTC at which the event begins."""
    ends_at: Moment
    """Instant in UTC at which the event ends and the sale at the latest."""
    status: EventStatus
    """State of the event: hidden, on sale, with its sale closed, or cancelled."""
    hold_minutes: int
    """Minutes that a buyer has to pay for an order."""
    zone: str
    """IANA time zone of the venue, in which the event's times are shown."""

    @classmethod
    def of(cls, event: TicketEvent) -> Self:
        return cls(event_id=event.id, **event.model_dump(exclude={"id", "saved_at", "partner_id", "reminded"}))


class SavedTicketEventView(TicketEventView):
    """An event as admins see it."""

    partner_id: PartnerId | None
    """Partner who organises the event; null if only keys that name the event may sell it."""

    @classmethod
    def of(cls, event: TicketEvent) -> Self:
        return cls(event_id=event.id, **event.model_dump(exclude={"id", "saved_at", "reminded"}))


class TicketTypeView(View):
    """A ticket type of an event, with the number of free tickets at this moment."""

    ticket_type_id: TicketTypeId
    """Slug of the ticket type within its event, for `create_ticket_order`."""
    event_id: TicketEventId
    """Slug of the event that the ticket admits to."""
    name: str
    """Name of the ticket type, one line."""
    description: str
    """Text about what the ticket includes; may be empty."""
    price: Money
    """Price of one ticket, without any fee; an amount of 0 is free."""
    per_order: int
    """Most tickets of this type in one order."""
    valid_from: Moment
    """Instant in UTC from which on the ticket is sold."""
    valid_until: Moment
    """Instant in UTC from which on the ticket is no longer sold."""
    left: int
    """Number of tickets that are free at this moment; others may order them first."""

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
    """Sales of a ticket type. At every moment, `quota` is the sum of `sold`, `held` and `free`."""

    ticket_type_id: TicketTypeId
    """Slug of the ticket type within its event."""
    name: str
    """Name of the ticket type, one line."""
    quota: int
    """Number of tickets that can be sold in all: `sold`, `held` and `free` together."""
    sold: int
    """Number of tickets that were paid for."""
    held: int
    """Number of tickets in orders that can still be paid."""
    free: int
    """Number of tickets that nobody has bought or ordered."""
    revenue: Money
    """Sum of the prices of all valid tickets; refunded tickets do not count."""


class TicketView(View):
    """A ticket with its holder and its state at the entrance."""

    ticket_id: TicketId
    """Id of the ticket: its order's id and a number, such as `BE-20261126-ACD346-1`."""
    order_id: OrderId
    """Id of the order that paid for the ticket."""
    event_id: TicketEventId
    """Slug of the event that the ticket admits to."""
    type_name: str
    """Name of the ticket type at the time of the order."""
    holder: str
    """Full name of the buyer, to compare at the entrance."""
    status: TicketStatus
    """State of the ticket: `valid`, or `revoked` after a refund."""
    checked_in_at: Moment | None
    """Instant in UTC of the first scan at an entrance; null before."""
    gate: str | None
    """Name of the entrance of the first scan; null before."""

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


class OwnTicketView(TicketView):
    """A ticket with its code, for the person who may show the ticket at the door."""

    number: str
    """Number that the door may type instead of scanning, printed as `K7M-Q4X-PA3`."""
    code: str | None
    """Text of the ticket's QR code; null when the ticket admits nobody any more."""
    event_name: str
    """Name under which the event was announced, one line, as it is now."""
    venue: str
    """Place of the event, one line."""
    starts_at: Moment
    """Instant in UTC at which the event begins."""
    ends_at: Moment
    """Instant in UTC at which the event ends."""
    zone: str
    """IANA time zone of the venue, in which the event's times are shown."""
    when: str
    """Start of the event in words, on the clock of the venue, such as `26 Desember 2026 12.00 WITA`."""

    @classmethod
    def with_code(cls, ticket: Ticket, event: TicketEvent, code: str) -> Self:
        """Build the view of a ticket; `code` is shown only if the ticket is valid."""
        return cls(
            **TicketView.of(ticket).model_dump(),
            number=ticket.printed_number,
            code=code if ticket.status is TicketStatus.VALID else None,
            event_name=event.name,
            venue=event.venue,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            zone=event.zone,
            when=event.format_start(ticket.locale),
        )


class TicketRevocationView(View):
    """A ticket whose code was revoked. A scanner without a network refuses its codes."""

    ticket_id: TicketId
    """Id of the ticket, the claim `t` of its codes."""
    revoked_at: Moment
    """Instant in UTC of the last revocation; the largest one of the list is the next `since`."""
    valid_version: int | None
    """Version of the only code that still admits, the claim `v`; null when no code of the ticket admits."""

    @classmethod
    def of(cls, ticket: Ticket) -> Self:
        return cls(
            ticket_id=ticket.id,
            revoked_at=ticket.revoked_at or ticket.issued_at,
            valid_version=ticket.code_version if ticket.status is TicketStatus.VALID else None,
        )


class TicketsResent(View):
    """Confirmation that tickets are sent again."""

    order_id: OrderId
    """Id of the order whose tickets are sent again."""
    tickets: int
    """Number of tickets that the e-mail will hold."""


class VerificationKeys(View):
    """A JWK set (RFC 7517) of Ed25519 keys (RFC 8037). The QR code of a ticket is a compact JWS."""

    keys: list[dict[str, str]]
    """JSON Web Keys (RFC 7517) with Ed25519 curves; `kid` matches the header of a ticket's code."""
