"""HTTP: list the caller's notifications."""

from shared.contracts.notices import NotificationKind
from shared.kernel.ids import UserId
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.notifications import store
from shared.notifications.schemas import NotificationView
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ListNotifications(Request):
    """Query of `list_notifications`."""

    kind: NotificationKind | None = None
    """Kind of notifications to list; all kinds when left out."""
    unread: bool = False
    """True for unread notifications alone; false by default."""
    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most notifications on a page, 1 to 100; 20 by default."""


@http.get(who=("customer", "expert", "admin"))
async def list_notifications(query: ListNotifications, ctx: Context) -> Page[NotificationView]:
    """List the caller's notifications of the last 180 days, the latest first."""
    found = await ctx.read(
        store.list_notifications,
        UserId(ctx.actor.id),
        kind=query.kind,
        unread=query.unread,
        cursor=query.cursor,
        limit=query.limit,
    )
    return found.to_page(NotificationView.of)
