"""Mail with the tickets of an order, or first with the link that confirms the address of free tickets."""

from collections.abc import Sequence
from datetime import datetime

from shared.contracts.mail import AddressGrounds, Mail
from shared.contracts.mail_links import ConfirmationLink, MailLinks, TicketsLink
from shared.kernel.ids import Id, OrderId
from shared.kernel.ports import Reader
from shared.notifications import store as notifications
from shared.notifications.settings import MailSettings
from shared.tickets import messages, ticket_codes, ticket_links, ticket_mailings
from shared.tickets.errors import TicketNotFound
from shared.tickets.models import Ticket, TicketEvent, TicketMailing
from shared.tickets.ports import TicketCodeSigner
from shared.workflows import address_grounds
from shared.workflows.notice_mail_requests import NoticeMailRequest


async def compose_tickets_mail(reader: Reader, request: NoticeMailRequest) -> Mail:
    """Compose the mail with the valid tickets of an order, each with a QR code.

    If nothing speaks for the address of free tickets, compose the link by which its owner confirms the address.

    Raises:
        TicketNotFound: The order has no valid ticket, or another address than when the tickets were asked for.
        TicketEventNotFound: The tickets' event does not exist.
    """
    subject = request.delivery.subject
    order_id = OrderId(subject.id if subject else "")
    event, tickets, mailing = await ticket_mailings.get_tickets_to_send(reader, order_id)
    if subject is None or mailing.link_version != subject.version:
        # The change of the address has sent the tickets by a notice of its own.
        raise TicketNotFound(order_id=order_id)
    grounds = await address_grounds.find_ticket_grounds(reader, tickets, mailing)
    if grounds is AddressGrounds.NONE:
        settings = await reader.get(notifications.SETTINGS) or MailSettings()
        expires_at = request.now + settings.confirmation_validity
        return _compose_confirmation(event, tickets[0], mailing, request.links, expires_at)
    link = ticket_links.build_tickets_link(
        event, tickets[0], mailing, delivery_id=Id(request.delivery.id), now=request.now
    )
    return _compose_tickets(
        event, tickets, request.signer, link=link, url=request.links.sign_link(link), grounds=grounds
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


def _compose_confirmation(
    event: TicketEvent, ticket: Ticket, mailing: TicketMailing, links: MailLinks, expires_at: datetime
) -> Mail:
    link = ConfirmationLink(
        kind="tickets",
        subject=ticket.order_id,
        version=mailing.link_version,
        locale=ticket.locale,
        expires_at=expires_at,
    )
    return messages.compose_ticket_confirmation(event, ticket, links.sign_link(link), expires_at=expires_at)
