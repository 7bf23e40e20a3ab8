"""HTTP: list when experts were online."""

from shared.kernel.ids import UserId
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.pairing import store
from shared.pairing.schemas import OnlineSpanView
from shared.runtime.context import Context
from shared.runtime.triggers import http


class GetOnlineLog(Request):
    """Query of `get_online_log`."""

    expert_id: UserId | None = None
    """Id of the expert to show, from `list_experts_online`; all experts when left out."""
    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 50
    """Most entries on a page, 1 to 100; 50 by default."""


@http.get(who="admin", admin_scope="supervisor")
async def get_online_log(query: GetOnlineLog, ctx: Context) -> Page[OnlineSpanView]:
    """List the online periods of experts, the latest first, and whether each ended by the expert or by silence."""
    spans = await ctx.read(store.list_online_spans, expert=query.expert_id, cursor=query.cursor, limit=query.limit)
    return spans.to_page(OnlineSpanView.of)
