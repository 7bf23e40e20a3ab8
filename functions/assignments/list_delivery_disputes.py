"""HTTP: list open disputes about deliveries."""

from shared.assignments import store
from shared.assignments.schemas import AssignmentView
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ListDeliveryDisputes(Request):
    """Query of `list_delivery_disputes`."""

    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most disputes on a page, 1 to 100; 20 by default."""


@http.get(who="admin", admin_scope="support")
async def list_delivery_disputes(query: ListDeliveryDisputes, ctx: Context) -> Page[AssignmentView]:
    """List the open disputes about deliveries, the most urgent first, with both sides' statements."""
    found = await ctx.read(store.list_open_disputes, cursor=query.cursor, limit=query.limit)
    return found.to_page(AssignmentView.of)
