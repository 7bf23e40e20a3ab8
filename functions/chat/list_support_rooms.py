"""HTTP function that lists the support rooms."""

from shared.chat import room_opening
from shared.chat.schemas import RoomView
from shared.kernel.ids import UserId
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ListSupportRooms(Request):
    """Query of `list_support_rooms`."""

    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most rooms on a page, 1 to 100; 20 by default."""


@http.get(who="admin", admin_scope="support")
async def list_support_rooms(query: ListSupportRooms, ctx: Context) -> Page[RoomView]:
    """List the support rooms by their newest message, each with the name of the person who asks.

    `unread` counts what no admin has read or answered as the support.
    """
    viewer = UserId(ctx.actor.id)
    return await ctx.read(room_opening.list_support_rooms, viewer, cursor=query.cursor, limit=query.limit, now=ctx.now)
