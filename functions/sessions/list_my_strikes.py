"""HTTP: list the caller's strikes."""

from shared.kernel.ids import UserId
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions import strikes
from shared.sessions.strike_schemas import StrikeView


class ListMyStrikes(Request):
    """Query of `list_my_strikes`."""

    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most strikes on a page, 1 to 100; 20 by default."""


@http.get(who=("customer", "expert"))
async def list_my_strikes(query: ListMyStrikes, ctx: Context) -> Page[StrikeView]:
    """List the caller's strikes, the latest first, with those that were lifted or count no more.

    `get_my_standing` tells what they lead to.
    """
    uid = UserId(ctx.actor.id)
    found = await ctx.read(strikes.list_strikes_of_expert, uid, cursor=query.cursor, limit=query.limit)
    return found.to_page(StrikeView.of)
