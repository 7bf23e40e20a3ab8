"""HTTP function that lists blocked people."""

from shared.chat.room_schemas import BlockedUserView
from shared.contracts.calls import identify_caller
from shared.kernel.ids import RoomId, UserId
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import user_blocks


class ListBlockedUsers(Request):
    """Query of `list_blocked_users`."""

    room_id: RoomId | None = None
    """Id of the room of a call, to list people whom the caller blocked in calls; others when left out."""
    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most people on a page, 1 to 100; 20 by default."""


@http.get(who=("customer", "expert", "admin"))
async def list_blocked_users(query: ListBlockedUsers, ctx: Context) -> Page[BlockedUserView]:
    """List the people whom the caller has blocked, the latest block first."""
    me = UserId(identify_caller(ctx.actor, query.room_id).id)
    return await ctx.read(user_blocks.list_blocked_users, me, cursor=query.cursor, limit=query.limit)
