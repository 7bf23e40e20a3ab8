"""HTTP: list the dates of an expert's services for groups."""

from functools import partial

from shared.bookings.group_schemas import GroupDateView
from shared.catalogue.errors import ExpertNotFound
from shared.kernel.ids import UserId
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import group_seats


class ListGroupDates(Request):
    """Query of `list_group_dates`."""

    expert_id: UserId
    """Id of the expert, from `list_experts` or `get_expert`."""
    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most dates on a page, 1 to 100; 20 by default."""


@http.get(who="anyone", raises=(ExpertNotFound,))
async def list_group_dates(query: ListGroupDates, ctx: Context) -> Page[GroupDateView]:
    """List the dates of an expert whose seats are on sale, with their free seats, the soonest first.

    Full dates are listed too: a seat may come back.
    """
    rows = await ctx.read(
        group_seats.list_dates_on_sale, query.expert_id, cursor=query.cursor, limit=query.limit, now=ctx.now
    )
    return rows.to_page(partial(GroupDateView.of, now=ctx.now))
