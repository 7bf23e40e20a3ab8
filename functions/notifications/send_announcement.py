"""HTTP function that announces something to many people."""

from shared.notifications.errors import AnnouncementNeedsOwner
from shared.notifications.fan_out_schemas import AnnouncementRequest, FanOutView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import admin_announcements


class SendAnnouncement(AnnouncementRequest):
    """Body of `send_announcement`."""


@http.post(who="admin", admin_scope="support", raises=(AnnouncementNeedsOwner,), needs_idempotency_key=True)
async def send_announcement(body: SendAnnouncement, ctx: Context) -> FanOutView:
    """Announce something to people, followers of a target, a role, a city, or everybody.

    Each person gets the announcement once, in the own language, on the channels that the person has chosen. Quiet hours
    hold the announcement. A role, a city and everybody are for owners alone. `get-fan-out` shows the progress, and
    `stop-fan-out` stops it.
    """
    run = await ctx.commit(admin_announcements.send_announcement, body, actor=ctx.actor, now=ctx.now)
    return FanOutView.of(run)
