"""HTTP: mark notifications as read or unread."""

from typing import Annotated

from pydantic import Field

from shared.kernel.ids import Id, UserId
from shared.kernel.schemas import Request
from shared.notifications import inbox
from shared.notifications.errors import NotificationNotFound
from shared.notifications.schemas import MarkedNotifications
from shared.runtime.context import Context
from shared.runtime.triggers import http


class MarkNotifications(Request):
    """Body of `mark_notifications`."""

    notification_ids: Annotated[list[Id], Field(min_length=1, max_length=100)]
    """Ids of the notifications, 1 to 100, from `list_notifications`."""
    as_read: bool = True
    """True to mark as read, false to mark as unread again; true by default."""


@http.post(
    who=("customer", "expert", "admin"), audited=False, raises=(NotificationNotFound,), takes_idempotency_key=False
)
async def mark_notifications(body: MarkNotifications, ctx: Context) -> MarkedNotifications:
    """Mark some of the caller's notifications as read, or as unread again."""
    changed, unread = await ctx.commit(
        inbox.mark_notifications, UserId(ctx.actor.id), body.notification_ids, as_read=body.as_read, now=ctx.now
    )
    return MarkedNotifications(changed=changed, unread=unread)
