"""HTTP: list what the caller follows."""

from shared.kernel.ids import UserId
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.notifications.follow_schemas import FollowedTargetView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import follows


class ListFollowedTargets(Request):
    """Query of `list_followed_targets`."""

    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most targets on a page, 1 to 100; 20 by default."""


@http.get(who=("customer", "expert", "admin"))
async def list_followed_targets(query: ListFollowedTargets, ctx: Context) -> Page[FollowedTargetView]:
    """List what the caller follows, the latest first. Nobody can list the followers of a target."""
    return await ctx.read(follows.list_followed_targets, UserId(ctx.actor.id), cursor=query.cursor, limit=query.limit)
