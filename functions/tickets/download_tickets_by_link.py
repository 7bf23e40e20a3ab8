"""HTTP: download the tickets behind the link of a ticket mail as PDF."""

from shared.contracts.files import PrivatePdf
from shared.contracts.mail_links import LinkToken, MailLinks
from shared.contracts.pdf_documents import PdfPrinter
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.tickets import ticket_links, ticket_pdf
from shared.tickets.errors import TicketEventNotFound, TicketsLinkNotValid, TicketsNotIssued
from shared.tickets.ports import TicketCodeSigner


class DownloadTicketsByLink(Request):
    """Query of `download_tickets_by_link`."""

    token: LinkToken
    """Value of `token` in the link of the mail, 1 to 1,000 characters."""


@http.get(
    who="anyone",
    raises=(TicketsLinkNotValid, TicketEventNotFound, TicketsNotIssued),
    concurrency=1,
    memory="512Mi",
)
async def download_tickets_by_link(
    query: DownloadTicketsByLink, ctx: Context, links: MailLinks, signer: TicketCodeSigner, printer: PdfPrinter
) -> PrivatePdf:
    """Download the valid tickets of an order as a PDF with the link of the ticket mail."""
    link = ticket_links.read_link(links, query.token)
    shown = await ctx.read(ticket_links.get_tickets_of_link, signer, link, now=ctx.now)
    return PrivatePdf(f"{link.order_id}.pdf", await printer.draw_document(ticket_pdf.compose_tickets(shown)))
