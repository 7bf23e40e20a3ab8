"""HTTP: show the page behind the link of a ticket mail."""

from typing import Annotated

from pydantic import StringConstraints

from shared.contracts.files import HtmlPage
from shared.contracts.mail_links import MailLinks
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.tickets import ticket_links, ticket_page
from shared.tickets.errors import TicketEventNotFound, TicketsLinkNotValid
from shared.tickets.ports import TicketCodeSigner


class ShowOrderTickets(Request):
    """Query of `show_order_tickets`."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=1_000)]
    """Value of `token` in the link of the mail, 1 to 1,000 characters."""


@http.get(who="anyone", raises=(TicketsLinkNotValid, TicketEventNotFound))
async def show_order_tickets(
    query: ShowOrderTickets, ctx: Context, links: MailLinks, signer: TicketCodeSigner
) -> HtmlPage:
    """Show a page with the tickets of an order and their QR codes, by the link in a mail.

    The link ends some weeks after the event, and once an admin has changed the order's address.
    """
    link = links.read_tickets_link(query.token)
    shown = await ctx.read(ticket_links.find_tickets_of_link, signer, link, now=ctx.now)
    nonce, pdf_url = ticket_links.generate_nonce(ctx.random_below), links.get_tickets_pdf_url(query.token)
    return ticket_page.render_page(shown, locale=link.locale, pdf_url=pdf_url, nonce=nonce)
