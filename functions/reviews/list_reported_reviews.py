"""HTTP: list the reviews that admins look into."""

from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.reviews import lists
from shared.reviews.lists import ReviewQueue
from shared.reviews.schemas import ModeratedReviewView
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ListReportedReviews(Request):
    """Query of `list_reported_reviews`."""

    queue: ReviewQueue = "reported"
    """Reviews to list: `reported` ones that wait for a decision, `hidden` or `removed` ones; `reported` by default."""
    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most reviews on a page, 1 to 100; 20 by default."""


@http.get(who="admin", admin_scope="moderator")
async def list_reported_reviews(query: ListReportedReviews, ctx: Context) -> Page[ModeratedReviewView]:
    """List the reviews that were reported, the longest waiting first, or those that are not shown, the latest first."""
    return await ctx.read(lists.list_reviews_in_queue, query.queue, cursor=query.cursor, limit=query.limit)
