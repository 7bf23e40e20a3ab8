"""HTTP: list the caller's dates for groups."""

from functools import partial

from shared.bookings import group_dates
from shared.bookings.group_schemas import GroupDateView
from shared.kernel.ids import UserId
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ListMyGroupDates(Request):
    """Query of `list_my_group_dates`."""

    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most dates on a page, 1 to 100; 20 by default."""


@http.get(who="expert")
async def list_my_group_dates(query: ListMyGroupDates, ctx: Context) -> Page[GroupDateView]:
    """List the dates that the caller has opened for groups, past and cancelled ones too, the latest start first.

    Each paid seat is a booking of `list_my_bookings`, with its customer.
    """
    rows = await ctx.read(
        group_dates.list_dates_of_expert, UserId(ctx.actor.id), cursor=query.cursor, limit=query.limit
    )
    return rows.to_page(partial(GroupDateView.of, now=ctx.now))
