"""With whom one wants nothing to do."""

from shared.chat import blocking
from shared.chat.room_schemas import BlockedUserView
from shared.identity.store import user_ref
from shared.kernel.ids import UserId
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ListBlockedUsers(Request):
    cursor: str | None = None
    limit: PageSize = 20


@http.get(who=("customer", "expert", "admin"))
async def list_blocked_users(query: ListBlockedUsers, ctx: Context) -> Page[BlockedUserView]:
    """List whom one has blocked, the latest first."""
    me = UserId(ctx.actor.id)
    return await ctx.read(blocking.blocked, me, people=user_ref, cursor=query.cursor, limit=query.limit)
