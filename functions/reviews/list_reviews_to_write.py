"""HTTP: list what the caller can still review."""

from shared.contracts.reviews import ReviewSide
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.reviews.schemas import ReviewToWriteView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import reviews_to_write


class ListReviewsToWrite(Request):
    """Query of `list_reviews_to_write`."""

    side: ReviewSide = "customer"
    """Part of the caller: `customer` (default) for reviews of experts, `expert` for reviews of customers."""
    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most entries on a page, 1 to 100; 20 by default."""


@http.get(who=("customer", "expert"))
async def list_reviews_to_write(query: ListReviewsToWrite, ctx: Context) -> Page[ReviewToWriteView]:
    """List the sessions and assignments that the caller has had and can still review, the latest first.

    What the caller has reviewed is left out. So a page may have fewer entries than `limit`, or none: `next_cursor`
    alone tells whether another page follows.
    """
    return await ctx.read(
        reviews_to_write.list_reviews_to_write,
        query.side,
        actor=ctx.actor,
        cursor=query.cursor,
        limit=query.limit,
        now=ctx.now,
    )
