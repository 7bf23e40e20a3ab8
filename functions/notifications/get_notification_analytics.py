"""HTTP: show the statistics of notifications."""

from datetime import date
from typing import Annotated

from pydantic import Field

from shared.contracts.notices import Channel, NotificationKind
from shared.kernel.schemas import Request
from shared.notifications import delivery_days
from shared.notifications.delivery_day_schemas import NotificationAnalyticsView
from shared.runtime.context import Context
from shared.runtime.triggers import http


class GetNotificationAnalytics(Request):
    """Query of `get_notification_analytics`."""

    from_date: date
    """First date, as a date in Jakarta such as `2026-11-26`."""
    days: Annotated[int, Field(ge=1, le=31)] = 7
    """Number of days, 1 to 31; 7 by default."""
    kind: NotificationKind | None = None
    """Kind of notifications to show; all kinds when left out."""
    channel: Channel | None = None
    """Channel to show; all channels when left out."""


@http.get(who="admin", admin_scope="support")
async def get_notification_analytics(query: GetNotificationAnalytics, ctx: Context) -> NotificationAnalyticsView:
    """Show how many notifications of each kind, channel and role were sent, arrived, were read, opened, and ended.

    A day is counted in the night after it, and again seven days later, when late news have come. Notifications in the
    app alone are not deliveries: `in_app` tells only of people who have ended them.
    """
    found = await ctx.read(delivery_days.list_delivery_days, query.from_date, query.days)
    return NotificationAnalyticsView.of(query.from_date, found, kind=query.kind, channel=query.channel)
