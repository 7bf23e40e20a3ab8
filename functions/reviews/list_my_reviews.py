"""HTTP: list the reviews that the caller has written."""

from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.reviews import lists
from shared.reviews.schemas import OwnReviewView
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ListMyReviews(Request):
    """Query of `list_my_reviews`."""

    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most reviews on a page, 1 to 100; 20 by default."""


@http.get(who=("customer", "expert"))
async def list_my_reviews(query: ListMyReviews, ctx: Context) -> Page[OwnReviewView]:
    """List the reviews that the caller has written, of sessions and products, in any state, the latest first."""
    return await ctx.read(lists.list_written_reviews, actor=ctx.actor, cursor=query.cursor, limit=query.limit)
