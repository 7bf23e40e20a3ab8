"""HTTP: list the caller's orders."""

from typing import Literal

from shared.kernel.ids import UserId
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.orders.models import OrderStatus
from shared.orders.schemas import OrderView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import order_cards


class ListMyOrders(Request):
    """Query of `list_my_orders`."""

    kind: Literal["booking", "ticket", "product", "subscription", "extension", "pairing", "assignment"] | None = None
    """Kind of thing that was ordered; orders of every kind when left out."""
    status: OrderStatus | None = None
    """State of the orders to list; orders in every state when left out."""
    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most orders on a page, 1 to 100; 20 by default."""


@http.get(who=("customer", "expert"))
async def list_my_orders(query: ListMyOrders, ctx: Context) -> Page[OrderView]:
    """List what the caller has ordered: bookings, tickets, products, calls and extensions, the latest first.

    A booking shows the present photo of its expert, and a product its present thumbnail.
    """
    return await ctx.read(
        order_cards.list_order_cards,
        UserId(ctx.actor.id),
        kind=query.kind,
        status=query.status,
        cursor=query.cursor,
        limit=query.limit,
        now=ctx.now,
    )
