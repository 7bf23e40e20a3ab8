"""HTTP: send a test notification to oneself."""

from typing import Annotated

from pydantic import Field

from shared.contracts.notices import Channel
from shared.identity.errors import NotRegistered
from shared.kernel.ids import UserId
from shared.kernel.schemas import Request
from shared.limits.errors import LimitReached
from shared.notifications.preview_schemas import SentTestNotification
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import notice_previews


class SendTestNotification(Request):
    """Body of `send_test_notification`."""

    channels: Annotated[list[Channel], Field(max_length=5)] = Field(default_factory=list)
    """Channels to try, at most 5; all that the caller has chosen when left out."""


@http.post(who=("customer", "expert", "admin"), audited=False, raises=(NotRegistered, LimitReached))
async def send_test_notification(body: SendTestNotification, ctx: Context) -> SentTestNotification:
    """Send a test notification to the caller, at once and also within quiet hours. Five an hour by default."""
    await ctx.commit(notice_previews.send_test_notification, UserId(ctx.actor.id), body.channels, now=ctx.now)
    return SentTestNotification(is_sent=True)
