"""HTTP function that lists the caller's invitations to groups."""

from shared.chat import room_invitations
from shared.chat.room_schemas import RoomInvitationView
from shared.kernel.ids import UserId
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ListRoomInvitations(Request):
    """Query of `list_room_invitations`."""

    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most invitations on a page, 1 to 100; 20 by default."""


@http.get(who=("customer", "expert", "admin"))
async def list_room_invitations(query: ListRoomInvitations, ctx: Context) -> Page[RoomInvitationView]:
    """List the invitations to groups that the caller can accept, the latest first."""
    me = UserId(ctx.actor.id)
    return await ctx.read(room_invitations.list_invitations, me, cursor=query.cursor, limit=query.limit, now=ctx.now)
