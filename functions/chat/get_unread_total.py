"""HTTP function that counts unread messages."""

from shared.chat.schemas import UnreadView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import own_rooms


@http.get(who=("customer", "expert", "admin"))
async def get_unread_total(ctx: Context) -> UnreadView:
    """Get the number of unread messages in all rooms, for the badge of the app."""
    return await ctx.read(own_rooms.count_unread, actor=ctx.actor)
