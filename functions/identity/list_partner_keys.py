"""HTTP function that lists partner keys."""

from shared.identity import actions
from shared.identity.schemas import PartnerKeyView
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ListPartnerKeys(Request):
    """Query of `list_partner_keys`."""

    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 50
    """Most keys on a page, 1 to 100; 50 by default."""


@http.get(who="admin", admin_scope="owner")
async def list_partner_keys(query: ListPartnerKeys, ctx: Context) -> Page[PartnerKeyView]:
    """List the partner keys without their secrets, the newest first."""
    return await ctx.read(actions.list_partner_keys, cursor=query.cursor, limit=query.limit)
