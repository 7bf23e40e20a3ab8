"""HTTP: list the reviews of a product."""

from shared.catalogue import pages
from shared.catalogue.errors import ExpertNotFound
from shared.catalogue.schemas import ReviewView
from shared.kernel.ids import ProductId, UserId
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ListProductReviews(Request):
    """Query of `list_product_reviews`."""

    expert_id: UserId
    """Id of the expert who sells the product, from `get_expert`."""
    product_id: ProductId
    """Id of a product that the expert sells, from `get_expert`."""
    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most reviews on a page, 1 to 100; 20 by default."""


@http.get(who="anyone", raises=(ExpertNotFound,))
async def list_product_reviews(query: ListProductReviews, ctx: Context) -> Page[ReviewView]:
    """List all reviews of a product by its buyers, the newest first.

    Raises:
        ExpertNotFound: The expert does not exist or is not active.
    """
    list_reviews, product = pages.list_product_reviews, query.product_id
    return await ctx.read(list_reviews, query.expert_id, product, cursor=query.cursor, limit=query.limit)
