"""E-mails of tickets: what they show, when they may be sent again, and whether their address is confirmed."""

from datetime import datetime

from shared.kernel.actors import Actor
from shared.kernel.ids import OrderId
from shared.kernel.ports import Reader, UnitOfWork
from shared.tickets import jobs, rules, store
from shared.tickets.errors import TicketEventNotFound, TicketNotFound
from shared.tickets.models import Ticket, TicketEvent, TicketMailing, TicketStatus


async def get_tickets_to_send(reader: Reader, order_id: OrderId) -> tuple[TicketEvent, list[Ticket], TicketMailing]:
    """Get what the buyer's e-mail shows: the event and the tickets that are still valid; and the mails before.

    Raises:
        TicketEventNotFound: The tickets' event does not exist.
        TicketNotFound: The order has no valid ticket.
    """
    tickets = await store.list_order_tickets(reader, order_id)
    good = [ticket for ticket in tickets if ticket.status is TicketStatus.VALID]
    if not good:
        raise TicketNotFound(order_id=order_id)
    event_ref, mailing_ref = store.ticket_event_ref(good[0].event_id), store.ticket_mailing_ref(order_id)
    event, mailing = await reader.get_many(event_ref, mailing_ref)
    if event is None:
        raise TicketEventNotFound(event_id=good[0].event_id)
    return event, good, mailing or TicketMailing(order_id=order_id, sent_at=good[0].issued_at, times=0)


async def record_mailing(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """Record that the provider has taken the mail with the tickets of an order."""
    last = await _get_mailing(uow, order_id, now=now)
    uow.put(store.ticket_mailing_ref(order_id), last.having(sent_at=now, times=last.times + 1))


async def resend_tickets(uow: UnitOfWork, order_id: OrderId, *, actor: Actor, now: datetime) -> int:
    """Schedule the e-mail of an order's tickets again, and return the number of tickets.

    Raises:
        TicketsNotIssued: The order has no tickets that the caller may see.
        ResentTooSoon: The tickets were sent less than a minute ago.
    """
    tickets = await store.access_order_tickets(uow, order_id, actor)
    last = await uow.get(store.ticket_mailing_ref(order_id))
    rules.check_resend_allowed(last, now=now)
    # Counted here too, so that ten presses of a button before the first mail has left are one mail.
    mailing = last or TicketMailing(order_id=order_id, sent_at=now, times=0)
    uow.put(store.ticket_mailing_ref(order_id), mailing.having(sent_at=now))
    uow.schedule(jobs.EmailTickets(order_id=order_id), key=order_id)
    return len(tickets)


async def confirm_address(uow: UnitOfWork, order_id: OrderId, link_version: int, *, now: datetime) -> bool:
    """Record that the owner of the buyer's address has confirmed the order, and schedule the tickets' e-mail, once.

    False if the order has another address by now, or no valid ticket any more.

    Args:
        link_version: Version of the order's links when the confirmation was mailed.
    """
    mailing = await _get_mailing(uow, order_id, now=now)
    if mailing.link_version != link_version:
        return False
    if mailing.confirmed_at is not None:
        return True
    tickets = await store.list_order_tickets(uow, order_id)
    if not any(ticket.status is TicketStatus.VALID for ticket in tickets):
        return False
    uow.put(store.ticket_mailing_ref(order_id), mailing.having(confirmed_at=now))
    uow.schedule(jobs.EmailTickets(order_id=order_id), key=order_id)
    return True


async def vouch_for_address(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """Record that the partner's key answers for the buyer's address."""
    mailing = await _get_mailing(uow, order_id, now=now)
    uow.put(store.ticket_mailing_ref(order_id), mailing.having(vouched=True))


async def _get_mailing(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> TicketMailing:
    found = await uow.get(store.ticket_mailing_ref(order_id))
    return found or TicketMailing(order_id=order_id, sent_at=now, times=0)
