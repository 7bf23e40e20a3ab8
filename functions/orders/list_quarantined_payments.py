"""HTTP: list the quarantined payments."""

from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.orders import store
from shared.orders.quarantine_schemas import QuarantinedPaymentView
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ListQuarantinedPayments(Request):
    """Query of `list_quarantined_payments`."""

    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most payments on a page, 1 to 100; 20 by default."""


@http.get(who="admin", admin_scope="finance")
async def list_quarantined_payments(query: ListQuarantinedPayments, ctx: Context) -> Page[QuarantinedPaymentView]:
    """List the payments that contradict their orders, the latest first.

    Nothing was fulfilled for such a payment. A second payment of one order goes back by itself; any other is refunded
    at the payment provider.
    """
    found = await ctx.read(store.list_quarantined_payments, cursor=query.cursor, limit=query.limit)
    return found.to_page(QuarantinedPaymentView.of)
