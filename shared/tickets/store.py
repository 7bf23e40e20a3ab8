"""Paths and queries of tickets."""

import asyncio
from datetime import UTC, datetime

from shared.claims.models import ClaimState
from shared.claims.pools import Pool, wait_for_units
from shared.kernel.actors import Actor
from shared.kernel.ids import OrderId, TicketEventId, TicketId, TicketNumber, TicketTypeId, UserId
from shared.kernel.ports import Query, Reader, Ref, Refs, UnitOfWork, Wanted
from shared.tickets import rules
from shared.tickets.errors import TicketEventNotFound, TicketNotFound, TicketsNotIssued, TicketTypeNotFound
from shared.tickets.models import EventStatus, Ticket, TicketEvent, TicketMailing, TicketStatus, TicketType
from shared.tickets.schemas import TicketSelection

# Nobody has been identified yet when this is read ahead, so what a stranger can make us read is bounded.
_MAX_PREFETCHED_TYPES = 4
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def ticket_event_ref(event_id: str) -> Ref[TicketEvent]:
    """Build the reference of an event."""
    return Ref(f"ticket_events/{event_id}", TicketEvent)


def ticket_type_ref(event_id: str, type_id: str) -> Ref[TicketType]:
    """Build the reference of a ticket type."""
    return Ref(f"ticket_events/{event_id}/types/{type_id}", TicketType)


def stock_pool(event_id: str, type_id: str) -> Pool:
    """Build the pool of the units of a ticket type."""
    return Pool(f"ticket_events/{event_id}/types/{type_id}/units")


def ticket_ref(ticket_id: str) -> Ref[Ticket]:
    """Build the reference of a ticket."""
    return Ref(f"tickets/{ticket_id}", Ticket)


def ticket_mailing_ref(order_id: str) -> Ref[TicketMailing]:
    """Build the reference of the record of an order's last ticket e-mail."""
    return Ref(f"ticket_mailings/{order_id}", TicketMailing)


def ticket_types_query(event_id: str) -> Query[TicketType]:
    """Build the query for the ticket types of an event, in display order."""
    return Query(f"ticket_events/{event_id}/types", TicketType).order_by("position").order_by("id")


async def access_published_event(reader: Reader, event_id: TicketEventId, actor: Actor) -> TicketEvent:
    """Get an event that is published, and that the caller's key is for.

    Raises:
        TicketEventNotFound: No event has this id, the event is not published, or the partner's key is not for it.
    """
    event = await reader.get(ticket_event_ref(event_id))
    if (
        event is None
        or event.status in (EventStatus.DRAFT, EventStatus.UNKNOWN)
        or not rules.can_act_for_event(event, actor)
    ):
        raise TicketEventNotFound(event_id=event_id)
    return event


async def access_ticket_event(reader: Reader, event_id: TicketEventId, actor: Actor) -> TicketEvent:
    """Get an event that the caller's key is for, drafts included; for check-in.

    Raises:
        TicketEventNotFound: No event has this id, or the partner's key is not for it.
    """
    event = await get_ticket_event(reader, event_id)
    if not rules.can_act_for_event(event, actor):
        raise TicketEventNotFound(event_id=event_id)
    return event


async def get_ticket_event(reader: Reader, event_id: TicketEventId) -> TicketEvent:
    """Get an event, drafts included; for admins.

    Raises:
        TicketEventNotFound: No event has this id.
    """
    found = await reader.get(ticket_event_ref(event_id))
    if found is None:
        raise TicketEventNotFound(event_id=event_id)
    return found


async def get_ticket_type(reader: Reader, event_id: TicketEventId, type_id: TicketTypeId) -> TicketType:
    """Get a ticket type, on sale or not.

    Raises:
        TicketTypeNotFound: The event has no ticket type of this id.
    """
    found = await reader.get(ticket_type_ref(event_id, type_id))
    if found is None:
        raise TicketTypeNotFound(event_id=event_id, ticket_type_id=type_id)
    return found


async def prefetch_tickets(uow: UnitOfWork, wish: TicketSelection, *also: Wanted[object]) -> None:
    """Read in one round trip what is known of these tickets: event, ticket types, and free units of each.

    Args:
        uow: Unit of work of the order.
        wish: Wanted tickets.
        also: Further documents that the order needs, read in the same round trip.

    Raises:
        Invalid: A type is named twice, or the tickets are more than `MAX_TICKETS_PER_ORDER`.
    """
    event_id, wanted = wish.event_id, wish.quantities
    types = Refs([ticket_type_ref(event_id, type_id) for type_id in wanted])
    await asyncio.gather(
        uow.prefetch(ticket_event_ref(event_id), types, *also),
        *(
            wait_for_units(uow, stock_pool(event_id, type_id), count)
            for type_id, count in wanted.most_common(_MAX_PREFETCHED_TYPES)
        ),
    )


async def count_units(reader: Reader, event_id: str, type_id: str, state: ClaimState) -> int:
    """Count the units of a ticket type in one state: free, held or sold."""
    return await reader.count(stock_pool(event_id, type_id).query_by_state(state))


async def get_ticket(reader: Reader, ticket_id: TicketId) -> Ticket:
    """Get a ticket, valid or not.

    Raises:
        TicketNotFound: No ticket has this id.
    """
    found = await reader.get(ticket_ref(ticket_id))
    if found is None:
        raise TicketNotFound(ticket_id=ticket_id)
    return found


async def get_ticket_id_by_number(reader: Reader, event_id: TicketEventId, number: TicketNumber) -> TicketId:
    """Get the id of the ticket of an event that has this number.

    Numbers are random, so that two tickets of an event nearly never share one. Then neither is found, and the door
    scans the code.

    Raises:
        TicketNotFound: No ticket of the event has this number, or two have.
    """
    query = Query("tickets", Ticket).matching("event_id", "==", event_id).matching("number", "==", number)
    found = await reader.query(query.first(2))
    if len(found) != 1:
        raise TicketNotFound()
    return found[0].id


async def list_order_tickets(reader: Reader, order_id: OrderId) -> list[Ticket]:
    """List the tickets of an order, in the order of their places."""
    return await reader.query(Query("tickets", Ticket).matching("order_id", "==", order_id).order_by("id"))


async def access_order_tickets(reader: Reader, order_id: OrderId, actor: Actor) -> list[Ticket]:
    """List the tickets of an order that the caller may see.

    Raises:
        TicketsNotIssued: The order has no tickets, or the order is somebody else's or of another key's event.
    """
    tickets = await list_order_tickets(reader, order_id)
    if not tickets or not _can_access(tickets[0], actor):
        raise TicketsNotIssued(order_id=order_id)
    return tickets


def customer_tickets_query(customer: str) -> Query[Ticket]:
    """Build the query for the tickets of a person over all orders, the latest first."""
    query = Query("tickets", Ticket).matching("customer", "==", customer)
    return query.order_by("issued_at", "desc").order_by("id", "desc")


async def list_customer_event_tickets(reader: Reader, customer: UserId, event_id: TicketEventId) -> list[Ticket]:
    """List the valid tickets of a person for an event, over all orders."""
    query = Query("tickets", Ticket).matching("customer", "==", customer).matching("event_id", "==", event_id)
    return await reader.query(query.matching("status", "==", TicketStatus.VALID).order_by("id"))


def _can_access(ticket: Ticket, actor: Actor) -> bool:
    if actor.role == "partner":
        return ticket.partner == actor.id and actor.covers_event(ticket.event_id)
    return ticket.customer == actor.id or actor.has_admin_scope("support")


def revocations_query(event_id: str, first: datetime | None) -> Query[Ticket]:
    """Build the query for the tickets of an event with a code that was revoked at `first` or later."""
    query = Query("tickets", Ticket).matching("event_id", "==", event_id)
    return query.matching("revoked_at", ">=", first or _LONG_AGO).order_by("revoked_at").order_by("id")


def valid_tickets_query(event_id: str, type_id: str) -> Query[Ticket]:
    """Build the query for the tickets of a type that are not revoked."""
    return (
        Query("tickets", Ticket)
        .matching("event_id", "==", event_id)
        .matching("type_id", "==", type_id)
        .matching("status", "==", TicketStatus.VALID)
    )


def upcoming_events_query(now: datetime, partner: str | None = None) -> Query[TicketEvent]:
    """Build the query for published events that are not over, those that end first before the others.

    Args:
        partner: Partner who organises the events; all organisers by default.
    """
    query = Query("ticket_events", TicketEvent).matching("status", "==", EventStatus.PUBLISHED)
    if partner is not None:
        query = query.matching("partner_id", "==", partner)
    return query.matching("ends_at", ">", now).order_by("ends_at").order_by("id")


def saved_events_query(status: EventStatus | None) -> Query[TicketEvent]:
    """Build the query for all events of a status or of any, those that end last before the others."""
    query = Query("ticket_events", TicketEvent)
    if status is not None:
        query = query.matching("status", "==", status)
    return query.order_by("ends_at", "desc").order_by("id", "desc")


async def list_unfinished_events(reader: Reader, *, at: datetime) -> list[TicketEvent]:
    """List the events that may still hold or sell tickets."""
    return await reader.query(Query("ticket_events", TicketEvent).matching("ends_at", ">", at).order_by("ends_at"))


async def list_events_by_start(reader: Reader, *, after: datetime, until: datetime) -> list[TicketEvent]:
    """List the events of any status that begin after `after`, and at `until` at the latest."""
    query = Query("ticket_events", TicketEvent).matching("starts_at", ">", after).matching("starts_at", "<=", until)
    return await reader.query(query.order_by("starts_at"))
