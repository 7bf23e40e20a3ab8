"""HTTP: show the page behind the link of a ticket mail."""

from shared.contracts.files import HtmlPage
from shared.contracts.mail_links import LinkToken, MailLinks, TicketsLink
from shared.contracts.pages import PageRenderer
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.tickets import ticket_links, ticket_page
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

    The link ends some weeks after the event, and once an admin has changed the order's address.
    """
    link = ticket_links.read_link(links, query.token)
    shown = await ctx.read(ticket_links.find_tickets_of_link, signer, link, now=ctx.now)
    pdf_url = f"{links.get_action_url(TicketsLink)}?token={query.token}"
    page = ticket_page.compose_page(shown, locale=link.locale, pdf_url=pdf_url)
    return pages.render_page(page, ctx.random_below)
