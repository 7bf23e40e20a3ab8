"""HTTP: count the caller's unread notifications."""

from shared.kernel.ids import UserId
from shared.notifications import inbox
from shared.notifications.schemas import UnreadNotifications
from shared.runtime.context import Context
from shared.runtime.triggers import http


@http.get(who=("customer", "expert", "admin"))
async def get_unread_notifications(ctx: Context) -> UnreadNotifications:
    """Count the caller's unread notifications. Apps that listen to the inbox's state need not ask."""
    return UnreadNotifications(unread=await ctx.read(inbox.count_unread, UserId(ctx.actor.id)))
