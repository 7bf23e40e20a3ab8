"""HTTP: list the deliveries of notifications to a person or an order."""

from shared.kernel.ids import OrderId, UserId
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.notifications.delivery_schemas import NoticeDeliveryView
from shared.orders.errors import OrderNotFound
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import delivery_histories


class ListNoticeDeliveries(Request):
    """Query of `list_notice_deliveries`."""

    user_id: UserId | None = None
    """Id of the account that was told; leave out to name an order."""
    order_id: OrderId | None = None
    """Id of the order whose address was told, as that of a guest; leave out to name an account."""
    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most deliveries on a page, 1 to 100; 20 by default."""


@http.get(who="admin", admin_scope="support", raises=(OrderNotFound,))
async def list_notice_deliveries(query: ListNoticeDeliveries, ctx: Context) -> Page[NoticeDeliveryView]:
    """List what an account, or the address of an order, was sent in 180 days, the newest first.

    Texts, addresses and numbers are not shown. Who an anonymous caller is stays unknown: the list of an account leaves
    out chats, calls and payments of calls. The order of a call is not found.
    """
    return await ctx.read(
        delivery_histories.list_notice_deliveries,
        user_id=query.user_id,
        order_id=query.order_id,
        cursor=query.cursor,
        limit=query.limit,
        now=ctx.now,
    )
