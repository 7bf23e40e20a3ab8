"""The caller's bookings, by tab."""

from typing import Literal

from shared.bookings import actions
from shared.bookings.models import Side
from shared.bookings.schemas import BookingTab, BookingView
from shared.kernel.ids import UserId
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ListMyBookings(Request):
    """`side`: the bookings that one has made (as a customer), or that one is booked for (as an expert)."""

    side: Literal["customer", "expert"] = "customer"
    tab: BookingTab = BookingTab.ALL
    cursor: str | None = None
    limit: PageSize = 20


@http.get(who=("customer", "expert"))
async def list_my_bookings(query: ListMyBookings, ctx: Context) -> Page[BookingView]:
    """List the caller's bookings, the newest first."""
    return await ctx.read(
        actions.list_bookings_page,
        UserId(ctx.actor.id),
        Side(query.side),
        query.tab,
        cursor=query.cursor,
        limit=query.limit,
    )
