"""Notices of tickets: mails with the tickets, about tickets that admit nobody any more, and before an event."""

from shared.contracts.mail import Mail
from shared.kernel.ids import OrderId
from shared.kernel.ports import Reader
from shared.orders import store as orders
from shared.tickets import messages, store
from shared.tickets.errors import TicketNotFound
from shared.workflows import address_grounds, event_reminder_notices, ticket_mails
from shared.workflows.notice_mail_requests import NoticeMailRequest

ISSUED = "ticket.issued"
"""Template of the tickets of an order, and of the link that confirms the address of free tickets first."""

CANCELLED = "ticket.cancelled"
"""Template of tickets that were cancelled by themselves."""

EVENT_CANCELLED = "ticket.event_cancelled"
"""Template of tickets that were cancelled with their event."""


async def compose_ticket_mail(reader: Reader, request: NoticeMailRequest) -> Mail:
    """Compose the mail of a notice about tickets of an order.

    Raises:
        TicketNotFound: The order has none of the tickets, or they are sent to another address by now. A reminder of
            the event is no longer so.
        TicketEventNotFound: The tickets' event does not exist.
        OrderNotFound: No order has this id.
        NoMailAddress: The account to remind has no address.
    """
    if event_reminder_notices.is_reminder(request.delivery):
        return await event_reminder_notices.compose_reminder_mail(reader, request)
    if request.delivery.template == ISSUED:
        return await ticket_mails.compose_tickets_mail(reader, request)
    return await _compose_cancellation_mail(reader, request)


async def _compose_cancellation_mail(reader: Reader, request: NoticeMailRequest) -> Mail:
    """Compose the mail about tickets that admit nobody any more, and for which no money comes back."""
    delivery = request.delivery
    order_id, ids = OrderId(delivery.subject.id if delivery.subject else ""), delivery.values.get("ticket_ids")
    issued = await store.list_order_tickets(reader, order_id)
    tickets = [ticket for ticket in issued if isinstance(ids, list | tuple) and ticket.id in ids]
    if not tickets:
        raise TicketNotFound(order_id=order_id)
    event = await store.get_ticket_event(reader, tickets[0].event_id)
    grounds = await address_grounds.find_order_grounds(reader, await orders.get_order(reader, order_id))
    with_event = delivery.template == EVENT_CANCELLED
    return messages.compose_ticket_cancellation(event, tickets, with_event=with_event, grounds=grounds)
