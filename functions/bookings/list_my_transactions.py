"""HTTP: list what the caller has earned by sessions and assignments."""

from shared.bookings.transaction_schemas import TransactionKind, TransactionView
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import expert_transactions


class ListMyTransactions(Request):
    """Query of `list_my_transactions`."""

    kind: TransactionKind = "booking"
    """Way in which they were sold: `booking` (default), `call`, or `assignment` for services without a meeting."""
    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most transactions on a page, 1 to 100; 20 by default."""


@http.get(who=("customer", "expert"))
async def list_my_transactions(query: ListMyTransactions, ctx: Context) -> Page[TransactionView]:
    """List the sessions or assignments that the caller has sold, the latest first, with what each has brought.

    Those that were cancelled are there too, since a late cancellation may leave an income. Of assignments, paid ones
    alone are.
    """
    return await ctx.read(
        expert_transactions.list_transactions,
        query.kind,
        actor=ctx.actor,
        cursor=query.cursor,
        limit=query.limit,
        now=ctx.now,
    )
