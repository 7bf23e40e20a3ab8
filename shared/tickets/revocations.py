"""Revocation of tickets: a revoked ticket admits nobody, and its seat is free for others."""

from collections.abc import Sequence
from datetime import datetime

from shared.claims.holds import release_claims
from shared.contracts.events.tickets import TicketsCancelled
from shared.kernel.errors import Unavailable
from shared.kernel.ids import OrderId
from shared.kernel.ports import UnitOfWork
from shared.tickets import actions, rules, store
from shared.tickets.errors import TicketRevoked, TicketUsed
from shared.tickets.models import Ticket, TicketStatus


def is_valid(ticket: Ticket) -> bool:
    """Return whether a ticket admits somebody, or has done so."""
    return ticket.status is TicketStatus.VALID


def check_unused(tickets: Sequence[Ticket]) -> None:
    """Check that no valid ticket among `tickets` has been checked in.

    Raises:
        TicketUsed: One has been.
    """
    for ticket in tickets:
        if ticket.status is TicketStatus.VALID and ticket.check_in is not None:
            raise TicketUsed(ticket_id=ticket.id)


def check_valid(ticket: Ticket) -> None:
    """Check that a ticket is valid.

    Raises:
        TicketRevoked: The ticket was revoked before.
        Unavailable: A newer version wrote the ticket.
    """
    if ticket.status is TicketStatus.UNKNOWN:
        raise Unavailable("newer_ticket")
    if ticket.status is not TicketStatus.VALID:
        raise TicketRevoked(ticket_id=ticket.id)


def compute_ticket_refund(tickets: Sequence[Ticket], valid: Sequence[Ticket], left: int) -> int:
    """Compute the refund of some tickets of an order while others stay valid, in whole units of the currency.

    That is their price. If less is left than the valid tickets cost, it is their share of what is left.

    Args:
        valid: All valid tickets of the order, `tickets` among them.
        left: Rest of the order's payment that has not been refunded, in whole units of the currency.
    """
    price, whole = (sum(one.price for one in some) for some in (tickets, valid))
    return min(price, left * price // whole) if whole else 0


async def list_tickets_to_revoke(uow: UnitOfWork, order_id: OrderId) -> list[Ticket]:
    """List the tickets of an order, valid or not. If there are none, the commit fails once some are created."""
    if await actions.has_issued_tickets(uow, order_id):
        return await store.list_order_tickets(uow, order_id)
    uow.verify(store.ticket_ref(actions.build_ticket_id(order_id, 1)))
    return []


def emit_cancellation(uow: UnitOfWork, order_id: OrderId, tickets: Sequence[Ticket], *, with_event: bool) -> None:
    """Emit that tickets are cancelled for which no money comes back. A refund tells of the tickets itself.

    Args:
        uow: Unit of work that carries the change.
        order_id: Order of the tickets.
        tickets: Tickets that have been revoked, at least one.
        with_event: True if the event itself has been cancelled.
    """
    ids = tuple(ticket.id for ticket in tickets)
    uow.emit(TicketsCancelled(order_id=order_id, ticket_ids=ids, with_event=with_event))


async def revoke_tickets(
    uow: UnitOfWork, order_id: OrderId, tickets: Sequence[Ticket], *, now: datetime
) -> list[Ticket]:
    """Revoke the tickets of one order among `tickets` that are valid, free their seats, and return them."""
    valid = [ticket for ticket in tickets if ticket.status is TicketStatus.VALID]
    await release_claims(uow, [ticket.unit for ticket in valid], holder=order_id)
    for ticket in valid:
        uow.put(store.ticket_ref(ticket.id), rules.with_revocation(ticket, now=now))
    return valid
