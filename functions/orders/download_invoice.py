"""HTTP: download an invoice as PDF."""

from shared.contracts.files import Pdf
from shared.contracts.pdf_documents import PdfPrinter
from shared.orders import invoice_numbering, invoice_pdf
from shared.orders.errors import InvoiceNotFound
from shared.orders.schemas import BillRequest
from shared.runtime.context import Context
from shared.runtime.triggers import http


@http.get(
    who=("partner", "customer", "expert", "admin"),
    admin_scope=("support", "finance"),
    scope="tickets.sell",
    raises=(InvoiceNotFound,),
    concurrency=1,
    memory="512Mi",
)
async def download_invoice(query: BillRequest, ctx: Context, printer: PdfPrinter) -> Pdf:
    """Download the invoice of a paid order as a PDF, or the credit note for one of its refunds."""
    bill = await ctx.read(invoice_numbering.access_bill, query.order_id, query.credit_note, ctx.actor)
    content = await printer.draw_document(invoice_pdf.compose_invoice(bill))
    return Pdf(f"{bill.reference.replace('/', '-')}.pdf", content)
