"""HTTP: list the reviews of an expert."""

from shared.catalogue import pages
from shared.catalogue.errors import ExpertNotFound
from shared.catalogue.schemas import ReviewView
from shared.kernel.ids import UserId
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ListExpertReviews(Request):
    """Query of `list_expert_reviews`."""

    expert_id: UserId
    """Id of the expert's account, from `list_experts` or `get_expert`."""
    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most reviews on a page, 1 to 100; 20 by default."""


@http.get(who="anyone", raises=(ExpertNotFound,))
async def list_expert_reviews(query: ListExpertReviews, ctx: Context) -> Page[ReviewView]:
    """List all reviews of an expert, the newest first.

    Raises:
        ExpertNotFound: The expert does not exist or is not active.
    """
    return await ctx.read(pages.list_expert_reviews, query.expert_id, cursor=query.cursor, limit=query.limit)
