"""HTTP: delete notifications."""

from typing import Annotated

from pydantic import Field

from shared.kernel.ids import Id, UserId
from shared.kernel.schemas import Request
from shared.notifications import inbox
from shared.notifications.schemas import MarkedNotifications
from shared.runtime.context import Context
from shared.runtime.triggers import http


class DeleteNotifications(Request):
    """Body of `delete_notifications`."""

    notification_ids: Annotated[list[Id], Field(min_length=1, max_length=100)]
    """Ids of the notifications, 1 to 100, from `list_notifications`."""


@http.post(who=("customer", "expert", "admin"), audited=False, takes_idempotency_key=False)
async def delete_notifications(body: DeleteNotifications, ctx: Context) -> MarkedNotifications:
    """Delete some of the caller's notifications. Those that are gone already are no error."""
    changed, unread = await ctx.commit(inbox.delete_notifications, UserId(ctx.actor.id), body.notification_ids)
    return MarkedNotifications(changed=changed, unread=unread)
