"""HTTP: get an invoice."""

from shared.orders import invoice_numbering
from shared.orders.errors import InvoiceNotFound
from shared.orders.schemas import BillRequest, BillView
from shared.runtime.context import Context
from shared.runtime.triggers import http


@http.get(
    who=("partner", "customer", "expert", "admin"),
    admin_scope=("support", "finance"),
    scope="tickets.sell",
    raises=(InvoiceNotFound,),
)
async def get_invoice(query: BillRequest, ctx: Context) -> BillView:
    """Get the invoice of a paid order, or the credit note for one of its refunds."""
    return BillView.of(await ctx.read(invoice_numbering.access_bill, query.order_id, query.credit_note, ctx.actor))
