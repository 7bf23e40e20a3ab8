"""Tickets for whoever has the link that was mailed to the buyer: no sign-in, and no word of a person in the link."""

from dataclasses import replace
from datetime import datetime, timedelta

from shared.contracts.mail_links import MailLinks, NoticeLink, TicketsLink
from shared.contracts.pages import WebPage
from shared.kernel.ids import Id
from shared.kernel.ports import Reader
from shared.tickets import own_tickets, store, ticket_page
from shared.tickets.errors import TicketsLinkNotValid
from shared.tickets.models import Ticket, TicketEvent, TicketMailing
from shared.tickets.ports import TicketCodeSigner
from shared.tickets.ticket_page import ShownTickets

# An event may be moved by some weeks after the mail was sent.
_LINK_VALIDITY_AFTER_EVENT = timedelta(days=30)


def build_tickets_link(
    event: TicketEvent, ticket: Ticket, mailing: TicketMailing | None, *, delivery_id: Id, now: datetime
) -> TicketsLink:
    """Build the link to the tickets of the order of `ticket`, which shows them until some weeks after the event.

    The link names the delivery of its mail, so that the page can tell who opened the mail.
    """
    return TicketsLink(
        order_id=ticket.order_id,
        version=mailing.link_version if mailing is not None else 0,
        delivery_id=delivery_id,
        locale=ticket.locale,
        expires_at=max(event.ends_at, now) + _LINK_VALIDITY_AFTER_EVENT,
    )


def read_link(links: MailLinks, token: str) -> TicketsLink:
    """Return the link of a token; the link may have expired.

    Raises:
        TicketsLinkNotValid: The token is not one of our links.
    """
    link = links.find_link(TicketsLink, token)
    if link is None:
        raise TicketsLinkNotValid()
    return link


def compose_page(links: MailLinks, link: TicketsLink, token: str, shown: ShownTickets | None) -> WebPage:
    """Compose the page behind a link, with the address of the PDF and of the function that counts a click.

    Args:
        links: Signed links in mails.
        link: Link of `token`.
        token: Token by which the page was opened.
        shown: Tickets to show; None once the link has expired.
    """
    page = ticket_page.compose_page(
        shown, locale=link.locale, pdf_url=f"{links.get_action_url(TicketsLink)}?token={token}"
    )
    if link.delivery_id is None or shown is None:
        return page
    click = NoticeLink(delivery_id=link.delivery_id, locale=link.locale, expires_at=link.expires_at)
    values = {**page.values, "click_token": links.sign_token(click)}
    return replace(page, values=values, calls=links.get_action_url(NoticeLink))


async def find_tickets_of_link(
    reader: Reader, signer: TicketCodeSigner, link: TicketsLink, *, now: datetime
) -> ShownTickets | None:
    """Find the tickets that a link shows; None once the link has expired.

    Raises:
        TicketsLinkNotValid: A newer link has replaced this one, or the order has no tickets.
        TicketEventNotFound: The event of the tickets does not exist.
    """
    if link.has_expired(now):
        return None
    mailing = await reader.get(store.ticket_mailing_ref(link.order_id))
    tickets = await store.list_order_tickets(reader, link.order_id)
    if not tickets or (mailing.link_version if mailing is not None else 0) != link.version:
        raise TicketsLinkNotValid()
    return await own_tickets.show_tickets(reader, signer, tickets)


async def get_tickets_of_link(
    reader: Reader, signer: TicketCodeSigner, link: TicketsLink, *, now: datetime
) -> ShownTickets:
    """Get the tickets that a link shows.

    Raises:
        TicketsLinkNotValid: The link has expired, a newer one has replaced it, or the order has no tickets.
        TicketEventNotFound: The event of the tickets does not exist.
    """
    shown = await find_tickets_of_link(reader, signer, link, now=now)
    if shown is None:
        raise TicketsLinkNotValid("expired", expires_at=link.expires_at)
    return shown
