"""HTTP: mark all notifications as read."""

from shared.kernel.ids import UserId
from shared.notifications import inbox
from shared.notifications.schemas import MarkedNotifications
from shared.runtime.context import Context
from shared.runtime.triggers import http


@http.post(who=("customer", "expert", "admin"), audited=False, takes_idempotency_key=False)
async def mark_all_notifications_read(ctx: Context) -> MarkedNotifications:
    """Mark the caller's notifications as read, the latest 200 in one call. Call again while `unread` is not 0."""
    changed, unread = await ctx.commit(inbox.mark_all_read, UserId(ctx.actor.id), now=ctx.now)
    return MarkedNotifications(changed=changed, unread=unread)
