"""HTTP function that lists admins."""

from shared.identity import admins
from shared.identity.schemas import AdminView
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ListAdmins(Request):
    """Query of `list_admins`."""

    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 50
    """Most admins on a page, 1 to 100; 50 by default."""


@http.get(who="admin", admin_scope="owner")
async def list_admins(query: ListAdmins, ctx: Context) -> Page[AdminView]:
    """List the admins with their scopes, the latest decision first. Removed admins are among them.

    A first owner who was made by hand is not listed until another owner decides on that account.
    """
    return await ctx.read(admins.list_admins, cursor=query.cursor, limit=query.limit)
