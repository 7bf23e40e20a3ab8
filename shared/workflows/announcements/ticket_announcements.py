"""Announcements of tickets: in the app and by push to a buyer with an account, by mail to the address of the order."""

from datetime import datetime

from shared.contracts.events.tickets import TicketsCancelled
from shared.contracts.notices import Notice, NoticeSubject, SubjectKind
from shared.kernel.ids import OrderId, UserId
from shared.kernel.ports import UnitOfWork
from shared.kernel.quoted_words import quote_name
from shared.orders import store as orders
from shared.tickets import store, ticket_mailings
from shared.tickets.errors import TicketNotFound
from shared.tickets.jobs import EmailTicketCancellation
from shared.tickets.models import TicketEvent
from shared.workflows import address_grounds, ticket_notices
from shared.workflows.announcements import recipients


async def announce_tickets(uow: UnitOfWork, order_id: OrderId, *, asking: str, now: datetime) -> int:
    """Send the tickets of an order to its buyer, and return the number of new notices.

    The mail goes to the address of the order each time that it is asked for. The buyer's account is told once.

    Args:
        uow: Unit of work that carries the notices.
        order_id: Order of the tickets.
        asking: Reference to the request for the mail, the same at each attempt.
        now: Present instant.

    Raises:
        TicketNotFound: The order has no valid ticket.
        TicketEventNotFound: The tickets' event does not exist.
    """
    event, tickets, mailing = await ticket_mailings.get_tickets_to_send(uow, order_id)
    await address_grounds.claim_vouched_address(uow, tickets, mailing, now=now)
    customer = tickets[0].customer
    mailed = Notice(
        event=f"ticket:{order_id}:mail:{asking}",
        template=ticket_notices.ISSUED,
        guest=order_id,
        values={"event": quote_name(event.name), "order_id": order_id, "count": len(tickets)},
        subject=NoticeSubject(kind=SubjectKind.ORDER, id=order_id, version=mailing.link_version),
        link=f"/orders/{order_id}",
    )
    notices = [mailed]
    if customer is not None:
        told_once = {"event": f"ticket:{order_id}:issued", "mail_event": mailed.event, "to": customer, "guest": None}
        notices.append(mailed.model_copy(update=told_once))
    return await recipients.tell_people(uow, notices, now=now)


async def tell_buyer_when_tickets_cancelled(uow: UnitOfWork, told: TicketsCancelled, *, now: datetime) -> int:
    """Tell a buyer that tickets admit nobody any more, and return the number of new notices.

    Tickets are revoked for good, so nothing makes the notice untrue.

    Raises:
        OrderNotFound: No order has this id.
        TicketNotFound: The ticket does not exist.
        TicketEventNotFound: The tickets' event does not exist.
    """
    order, ticket = await uow.get_many(orders.order_ref(told.order_id), store.ticket_ref(told.ticket_ids[0]))
    if order is None:
        order = await orders.get_order(uow, told.order_id)
    if ticket is None:
        raise TicketNotFound(ticket_id=told.ticket_ids[0])
    event = await store.get_ticket_event(uow, ticket.event_id)
    notices = [_build_notice(told, event, to=None)]
    if order.customer is not None:
        notices.append(_build_notice(told, event, to=order.customer))
    return await recipients.tell_people(uow, notices, now=now)


async def announce_earlier_cancellation(uow: UnitOfWork, job: EmailTicketCancellation, *, now: datetime) -> int:
    """Announce the cancelled tickets about which a job of an earlier version was to mail.

    Raises:
        OrderNotFound: No order has this id.
        TicketNotFound: The ticket does not exist.
        TicketEventNotFound: The tickets' event does not exist.
    """
    told = TicketsCancelled(order_id=job.order_id, ticket_ids=job.ticket_ids, with_event=job.with_event)
    return await tell_buyer_when_tickets_cancelled(uow, told, now=now)


def _build_notice(told: TicketsCancelled, event: TicketEvent, *, to: UserId | None) -> Notice:
    """Build the notice to the buyer's account, or to the address of the order if `to` is None."""
    return Notice(
        # A ticket is revoked once.
        event=f"ticket:{told.ticket_ids[0]}:cancelled",
        template=ticket_notices.EVENT_CANCELLED if told.with_event else ticket_notices.CANCELLED,
        to=to,
        guest=told.order_id if to is None else None,
        values={
            "event": quote_name(event.name),
            "order_id": told.order_id,
            "count": len(told.ticket_ids),
            "ticket_ids": list(told.ticket_ids),
        },
        subject=NoticeSubject(kind=SubjectKind.ORDER, id=told.order_id),
        link=f"/orders/{told.order_id}",
    )
