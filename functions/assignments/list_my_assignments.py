"""HTTP: list the caller's assignments."""

from typing import Literal

from shared.assignments import store
from shared.assignments.schemas import AssignmentView
from shared.kernel.ids import UserId
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ListMyAssignments(Request):
    """Query of `list_my_assignments`."""

    side: Literal["customer", "expert"] = "customer"
    """Part of the caller: `customer` (default) for what was ordered, `expert` for what is to be delivered."""
    status: (
        Literal[
            "awaiting_payment", "in_progress", "delivered", "accepted", "disputed", "decided", "cancelled", "expired"
        ]
        | None
    ) = None
    """State that the assignments have; any when left out."""
    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most assignments on a page, 1 to 100; 20 by default."""


@http.get(who=("customer", "expert"))
async def list_my_assignments(query: ListMyAssignments, ctx: Context) -> Page[AssignmentView]:
    """List the services without a meeting that the caller has ordered, or is to deliver, the latest first.

    Experts see paid ones alone.
    """
    found = await ctx.read(
        store.list_assignments,
        UserId(ctx.actor.id),
        query.side,
        status=query.status,
        cursor=query.cursor,
        limit=query.limit,
    )
    return found.to_page(AssignmentView.of)
