"""Tickets with their codes, for buyers, for the partner who sold them, and for admins."""

from collections.abc import Sequence

from shared.kernel.actors import Actor
from shared.kernel.ids import OrderId, TicketEventId
from shared.kernel.paging import Page, list_rows
from shared.kernel.ports import Reader
from shared.tickets import store, ticket_codes
from shared.tickets.errors import TicketEventNotFound
from shared.tickets.models import Ticket, TicketEvent, TicketStatus
from shared.tickets.ports import TicketCodeSigner
from shared.tickets.schemas import OwnTicketView
from shared.tickets.ticket_page import ShownTickets


async def list_order_tickets(
    reader: Reader, signer: TicketCodeSigner, order_id: OrderId, *, actor: Actor
) -> list[OwnTicketView]:
    """List the tickets of an order with their codes.

    Raises:
        TicketsNotIssued: The order has no tickets that the caller may see.
        TicketEventNotFound: The tickets' event does not exist.
    """
    return await _show_tickets(reader, signer, await store.access_order_tickets(reader, order_id, actor))


async def get_order_tickets(
    reader: Reader, signer: TicketCodeSigner, order_id: OrderId, *, actor: Actor
) -> ShownTickets:
    """Get the tickets of an order as a page shows them.

    Raises:
        TicketsNotIssued: The order has no tickets that the caller may see.
        TicketEventNotFound: The tickets' event does not exist.
    """
    return await show_tickets(reader, signer, await store.access_order_tickets(reader, order_id, actor))


async def show_tickets(reader: Reader, signer: TicketCodeSigner, tickets: Sequence[Ticket]) -> ShownTickets:
    """Return the tickets of one order with their codes; a ticket that admits nobody has none.

    Raises:
        TicketEventNotFound: The tickets' event does not exist.
    """
    events = await get_events_of_tickets(reader, tickets[:1])
    codes = [
        ticket_codes.sign_ticket_code(signer, one) if one.status is TicketStatus.VALID else None for one in tickets
    ]
    return ShownTickets(events[tickets[0].event_id], tickets, codes)


async def list_customer_tickets(
    reader: Reader, signer: TicketCodeSigner, *, cursor: str | None, limit: int, actor: Actor
) -> Page[OwnTicketView]:
    """List the caller's tickets over all orders with their codes, the latest first.

    Raises:
        Invalid: `cursor` is not a cursor of this list.
        TicketEventNotFound: The event of a ticket does not exist.
    """
    rows = await list_rows(reader, store.customer_tickets_query(actor.id), cursor=cursor, limit=limit)
    return Page(items=await _show_tickets(reader, signer, rows.items), next_cursor=rows.next_cursor)


async def get_events_of_tickets(reader: Reader, tickets: Sequence[Ticket]) -> dict[TicketEventId, TicketEvent]:
    """Get the events that the tickets admit to, in one round trip.

    Raises:
        TicketEventNotFound: The event of a ticket does not exist.
    """
    ids = list(dict.fromkeys(ticket.event_id for ticket in tickets))
    found = await reader.get_all([store.ticket_event_ref(event_id) for event_id in ids])
    events = {}
    for event_id, event in zip(ids, found, strict=True):
        if event is None:
            raise TicketEventNotFound(event_id=event_id)
        events[event_id] = event
    return events


async def _show_tickets(reader: Reader, signer: TicketCodeSigner, tickets: Sequence[Ticket]) -> list[OwnTicketView]:
    events = await get_events_of_tickets(reader, tickets)
    return [
        OwnTicketView.with_code(one, events[one.event_id], ticket_codes.sign_ticket_code(signer, one))
        for one in tickets
    ]
