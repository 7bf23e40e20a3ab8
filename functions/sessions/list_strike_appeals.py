"""HTTP: list open appeals against strikes."""

from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions import strikes
from shared.sessions.strike_schemas import StrikeView


class ListStrikeAppeals(Request):
    """Query of `list_strike_appeals`."""

    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most appeals on a page, 1 to 100; 20 by default."""


@http.get(who="admin", admin_scope="support")
async def list_strike_appeals(query: ListStrikeAppeals, ctx: Context) -> Page[StrikeView]:
    """List the strikes with an open appeal, the most urgent first, with the experts' statements."""
    found = await ctx.read(strikes.list_open_appeals, cursor=query.cursor, limit=query.limit, now=ctx.now)
    return found.to_page(StrikeView.of)
