"""Notices that remind of an event: their truth, and their mail."""

from datetime import datetime

from shared.contracts.mail import Mail
from shared.identity.models import User
from shared.kernel.ids import Id, OrderId, TicketEventId
from shared.kernel.ports import Reader
from shared.notifications import store as notifications
from shared.notifications.delivery_models import NoticeDelivery
from shared.notifications.errors import NoMailAddress
from shared.orders import store as orders
from shared.tickets import event_reminders, messages, store, ticket_links
from shared.tickets.errors import TicketNotFound
from shared.tickets.event_reminders import EventReminder
from shared.tickets.models import Ticket, TicketEvent
from shared.workflows import address_grounds
from shared.workflows.notice_mail_requests import NoticeMailRequest

REMINDER_TEMPLATES = {EventReminder.DAY: "ticket.reminder_day", EventReminder.HOUR: "ticket.reminder_hour"}
"""Templates of the reminders of an event."""

_REMINDERS = {template: reminder for reminder, template in REMINDER_TEMPLATES.items()}


def compute_guest_key(event_id: TicketEventId, email: str) -> str:
    """Compute the key of the guest who has an address, so that several orders for an event are one guest."""
    return f"{event_id}:{notifications.compute_address_hash(email)}"


def is_reminder(delivery: NoticeDelivery) -> bool:
    """Return whether a delivery reminds of an event."""
    return delivery.template in _REMINDERS


async def is_reminder_true(reader: Reader, delivery: NoticeDelivery, *, now: datetime) -> bool:
    """Return whether the event begins as a reminder says, and the person holds a ticket that was not used."""
    return await _find_reminded(reader, delivery, now=now) is not None


async def _find_reminded(
    reader: Reader, delivery: NoticeDelivery, *, now: datetime
) -> tuple[TicketEvent, list[Ticket]] | None:
    """Find the event of a reminder and the person's unused tickets; None if the reminder is no longer so."""
    event_id = TicketEventId(delivery.subject.id if delivery.subject else "")
    event = await reader.get(store.ticket_event_ref(event_id))
    starts_at = datetime.fromisoformat(str(delivery.values["starts_at"]))
    if event is None or not event_reminders.is_current(event, _REMINDERS[delivery.template], starts_at, now=now):
        return None
    if delivery.user_id is not None:
        found = await store.list_customer_event_tickets(reader, delivery.user_id, event_id)
    else:
        found = await store.list_order_tickets(reader, OrderId(str(delivery.values["order_id"])))
    held = [one for one in found if one.event_id == event_id and event_reminders.is_unused(one)]
    return (event, held) if held else None


async def compose_reminder_mail(reader: Reader, request: NoticeMailRequest) -> Mail:
    """Compose the mail of a reminder, to the account or to the address of the tickets.

    Raises:
        TicketNotFound: The event does not begin as the reminder says, or the person holds no unused ticket.
        OrderNotFound: The order of the tickets does not exist.
        NoMailAddress: The account has no address.
    """
    found = await _find_reminded(reader, request.delivery, now=request.now)
    if found is None:
        raise TicketNotFound()
    event, tickets = found
    if (account := request.account) is not None:
        return _compose_reminder_to_account(event, tickets, account, request)
    order = await orders.get_order(reader, tickets[0].order_id)
    mailing = await reader.get(store.ticket_mailing_ref(order.id))
    link = ticket_links.build_tickets_link(
        event, tickets[0], mailing, delivery_id=Id(request.delivery.id), now=request.now
    )
    return messages.compose_event_reminder(
        event,
        tickets,
        to=tickets[0].email,
        name=tickets[0].holder,
        locale=tickets[0].locale,
        url=request.links.sign_link(link),
        grounds=await address_grounds.find_order_grounds(reader, order),
    )


def _compose_reminder_to_account(
    event: TicketEvent, tickets: list[Ticket], account: User, request: NoticeMailRequest
) -> Mail:
    if account.email is None:
        raise NoMailAddress(delivery_id=request.delivery.id)
    return messages.compose_event_reminder(
        event,
        tickets,
        to=account.email,
        name=account.full_name,
        locale=account.locale,
        url=f"{request.app_address}{request.delivery.link}",
        grounds=account.email_grounds,
    )
