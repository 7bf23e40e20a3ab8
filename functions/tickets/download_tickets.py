"""HTTP: download the tickets of an order as PDF."""

from shared.contracts.files import PrivatePdf
from shared.contracts.pdf_documents import PdfPrinter
from shared.kernel.ids import OrderId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.tickets import own_tickets, ticket_pdf
from shared.tickets.errors import TicketEventNotFound, TicketsNotIssued
from shared.tickets.ports import TicketCodeSigner


class DownloadTickets(Request):
    """Query of `download_tickets`."""

    order_id: OrderId
    """Id of a paid order with tickets, such as `BE-20261126-ACD346`."""


@http.get(
    who=("partner", "customer", "expert", "admin"),
    scope="tickets.sell",
    raises=(TicketsNotIssued, TicketEventNotFound),
    concurrency=1,
    memory="512Mi",
)
async def download_tickets(
    query: DownloadTickets, ctx: Context, signer: TicketCodeSigner, printer: PdfPrinter
) -> PrivatePdf:
    """Download the valid tickets of an order as a PDF, each on a page of its own.

    Its buyer may call, the partner who sold the order, and an admin with the scope `support`.
    """
    shown = await ctx.read(own_tickets.get_order_tickets, signer, query.order_id, actor=ctx.actor)
    return PrivatePdf(f"{query.order_id}.pdf", await printer.draw_document(ticket_pdf.compose_tickets(shown)))
