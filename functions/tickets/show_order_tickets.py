"""HTTP: show the page behind the link of a ticket mail."""

from shared.contracts.files import HtmlPage
from shared.contracts.mail_links import LinkToken, MailLinks
from shared.contracts.pages import PageRenderer
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.tickets import ticket_links
from shared.tickets.errors import TicketEventNotFound, TicketsLinkNotValid
from shared.tickets.ports import TicketCodeSigner


class ShowOrderTickets(Request):
    """Query of `show_order_tickets`."""

    token: LinkToken
    """Value of `token` in the link of the mail, 1 to 1,000 characters."""


@http.get(who="anyone", raises=(TicketsLinkNotValid, TicketEventNotFound))
async def show_order_tickets(
    query: ShowOrderTickets, ctx: Context, links: MailLinks, signer: TicketCodeSigner, pages: PageRenderer
) -> HtmlPage:
    """Show a page with the tickets of an order and their QR codes, by the link in a mail.

    The link ends some weeks after the event, and once an admin has changed the order's address. A touch, click or key
    on the page counts as reading of the mail; a program that checks mails makes none.
    """
    link = ticket_links.read_link(links, query.token)
    shown = await ctx.read(ticket_links.find_tickets_of_link, signer, link, now=ctx.now)
    page = ticket_links.compose_page(links, link, query.token, shown)
    return pages.render_page(page, ctx.random_below)
