"""HTTP: list the reviews that the caller has got."""

from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.reviews import lists
from shared.reviews.schemas import ReceivedReviewView
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ListReceivedReviews(Request):
    """Query of `list_received_reviews`."""

    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most reviews on a page, 1 to 100; 20 by default."""


@http.get(who=("customer", "expert"))
async def list_received_reviews(query: ListReceivedReviews, ctx: Context) -> Page[ReceivedReviewView]:
    """List the published reviews that the caller has got, each with its session or order, the latest first.

    An expert gets reviews of sessions and products, a customer those that experts write.
    """
    return await ctx.read(lists.list_received_reviews, actor=ctx.actor, cursor=query.cursor, limit=query.limit)
