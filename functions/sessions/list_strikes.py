"""HTTP: list the strikes of an expert."""

from shared.kernel.ids import UserId
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions import strikes
from shared.sessions.strike_schemas import StrikeView


class ListStrikes(Request):
    """Query of `list_strikes`."""

    expert_id: UserId
    """Id of the expert's account, from `list_experts` or `list_expert_applications`."""
    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most strikes on a page, 1 to 100; 20 by default."""


@http.get(who="admin", admin_scope=("support", "moderator"))
async def list_strikes(query: ListStrikes, ctx: Context) -> Page[StrikeView]:
    """List the strikes of an expert, the latest first, with those that were lifted or count no more."""
    listed = strikes.list_strikes_of_expert
    found = await ctx.read(listed, query.expert_id, cursor=query.cursor, limit=query.limit)
    return found.to_page(StrikeView.of)
