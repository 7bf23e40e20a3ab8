"""E-mails of tickets: the tickets, or first a link by which the buyer of free tickets confirms the address."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.contracts.mail import AddressGrounds, Mail, MailProvider
from shared.contracts.mail_links import ConfirmationLink, MailLinks, TicketsLink
from shared.identity import store as identity
from shared.identity import vouched_orders
from shared.kernel.email_addresses import is_same_address
from shared.kernel.ids import OrderId
from shared.kernel.ports import Reader, UnitOfWork
from shared.notifications import store as notifications
from shared.notifications.settings import MailSettings
from shared.orders import store as orders
from shared.tickets import messages, store, ticket_codes, ticket_mailings
from shared.tickets.models import Ticket, TicketEvent, TicketMailing
from shared.tickets.ports import TicketCodeSigner
from shared.workflows import mail_delivery
from shared.workflows.call import Call

# An event may be moved by some weeks after the mail was sent.
_LINK_VALIDITY_AFTER_EVENT = timedelta(days=30)


async def send_tickets(
    call: Call, mail: MailProvider, signer: TicketCodeSigner, links: MailLinks, order_id: OrderId
) -> None:
    """Send the tickets of an order to its buyer, or first the link that confirms the address of free tickets.

    Raises:
        TicketEventNotFound: The tickets' event does not exist.
        TicketNotFound: The order has no valid ticket.
        LimitReached: The address has had its mails of this hour.
        Unavailable: The mail provider does not answer.
    """
    event, tickets, mailing = await call.read(ticket_mailings.get_tickets_to_send, order_id)
    if mailing.readdressed:
        grounds = AddressGrounds.INVITED
    elif any(ticket.price for ticket in tickets):
        grounds = AddressGrounds.PAID
    else:
        grounds = await call.commit(find_grounds_of_guest, tickets, now=call.now)
    if grounds is AddressGrounds.NONE:
        settings = await call.read(_get_mail_settings)
        expires_at = call.now + settings.confirmation_validity
        await mail_delivery.send_mail(call, mail, _compose_confirmation(event, tickets[0], links, expires_at))
        return
    link = _build_tickets_link(event, tickets[0], mailing, now=call.now)
    composed = _compose_tickets(event, tickets, signer, link=link, url=links.sign_tickets_link(link), grounds=grounds)
    if await mail_delivery.send_mail(call, mail, composed):
        await call.commit_final(ticket_mailings.record_mailing, order_id, now=call.now)


async def find_grounds_of_guest(uow: UnitOfWork, tickets: Sequence[Ticket], *, now: datetime) -> AddressGrounds:
    """Find the reason for which free tickets may go to their buyer's address; `NONE` if nothing speaks for the address.

    The buyer has confirmed the address, or has an account with the address; or the partner's key answers for it.
    """
    first = tickets[0]
    mailing, order = await uow.get_many(store.ticket_mailing_ref(first.order_id), orders.order_ref(first.order_id))
    if mailing is not None and mailing.confirmed_at is not None:
        return AddressGrounds.VERIFIED
    if mailing is not None and mailing.vouched:
        return AddressGrounds.VOUCHED
    if first.customer is not None:
        person = await uow.get(identity.user_ref(first.customer))
        is_theirs = person is not None and is_same_address(person.email, first.email)
        return person.email_grounds if person is not None and is_theirs else AddressGrounds.NONE
    key_id = order.partner_key if order is not None else None
    if key_id is not None and await vouched_orders.claim_vouched_order(uow, key_id, now=now):
        await ticket_mailings.vouch_for_address(uow, first.order_id, now=now)
        return AddressGrounds.VOUCHED
    return AddressGrounds.NONE


def _build_tickets_link(event: TicketEvent, ticket: Ticket, mailing: TicketMailing, *, now: datetime) -> TicketsLink:
    return TicketsLink(
        order_id=ticket.order_id,
        version=mailing.link_version,
        locale=ticket.locale,
        expires_at=max(event.ends_at, now) + _LINK_VALIDITY_AFTER_EVENT,
    )


def _compose_tickets(
    event: TicketEvent,
    tickets: Sequence[Ticket],
    signer: TicketCodeSigner,
    *,
    link: TicketsLink,
    url: str,
    grounds: AddressGrounds,
) -> Mail:
    codes = [ticket_codes.sign_ticket_code(signer, ticket) for ticket in tickets]
    return messages.compose_ticket_mail(event, tickets, codes, link=link, url=url, grounds=grounds)


def _compose_confirmation(event: TicketEvent, ticket: Ticket, links: MailLinks, expires_at: datetime) -> Mail:
    link = ConfirmationLink(kind="tickets", subject=ticket.order_id, locale=ticket.locale, expires_at=expires_at)
    return messages.compose_ticket_confirmation(event, ticket, links.sign_link(link), expires_at=expires_at)


async def _get_mail_settings(reader: Reader) -> MailSettings:
    return await reader.get(notifications.SETTINGS) or MailSettings()
