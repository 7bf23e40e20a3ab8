"""HTTP function that lists the caller's rooms."""

from shared.chat.schemas import RoomsView
from shared.kernel.paging import PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import own_rooms


class ListRooms(Request):
    """Query of `list_rooms`."""

    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page, which also has the pinned rooms."""
    limit: PageSize = 20
    """Most rooms on a page besides the pinned ones, 1 to 100; 20 by default."""


@http.get(who=("customer", "expert", "admin"))
async def list_rooms(query: ListRooms, ctx: Context) -> RoomsView:
    """List the caller's rooms: pinned rooms on top of the first page, then by the newest message.

    Rooms of the caller's latest 30 calls are among them.
    """
    return await ctx.read(own_rooms.list_rooms, actor=ctx.actor, cursor=query.cursor, limit=query.limit, now=ctx.now)
