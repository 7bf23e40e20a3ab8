"""HTTP: list the caller's bookings."""

from typing import Literal

from shared.bookings.models import Side
from shared.bookings.schemas import BookingCardView, BookingTab
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import booking_cards


class ListMyBookings(Request):
    """Query of `list_my_bookings`."""

    side: Literal["customer", "expert"] = "customer"
    """Role of the caller: `customer` lists bookings the caller made, `expert` those of the caller's services."""
    tab: BookingTab = BookingTab.ALL
    """Group of statuses to list; all bookings by default. `requests` suits experts, `pending` customers."""
    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most bookings on a page, 1 to 100; 20 by default."""


@http.get(who=("customer", "expert"))
async def list_my_bookings(query: ListMyBookings, ctx: Context) -> Page[BookingCardView]:
    """List the caller's bookings by side and tab, newest first. Calls are in `list_my_sessions`.

    Each booking shows the present photo of the other side.
    """
    return await ctx.read(
        booking_cards.list_booking_cards,
        Side(query.side),
        query.tab,
        actor=ctx.actor,
        cursor=query.cursor,
        limit=query.limit,
        now=ctx.now,
    )
