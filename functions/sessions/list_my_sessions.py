"""HTTP: list the caller's sessions."""

from typing import Literal

from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions.schemas import OwnSessionView
from shared.workflows import own_sessions


class ListMySessions(Request):
    """Query of `list_my_sessions`."""

    side: Literal["customer", "expert"] = "customer"
    """Role of the caller: `customer` lists calls the caller made, `expert` sessions the caller gave."""
    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most sessions on a page, 1 to 100; 20 by default."""


@http.get(who=("customer", "expert"))
async def list_my_sessions(query: ListMySessions, ctx: Context) -> Page[OwnSessionView]:
    """List the caller's sessions, past and present, the latest first: how long each was, and how it ended.

    Meetings that were booked are in `list_my_bookings`. An expert does not see sessions that another expert took over.
    """
    return await ctx.read(
        own_sessions.list_own_sessions, query.side, actor=ctx.actor, cursor=query.cursor, limit=query.limit
    )
