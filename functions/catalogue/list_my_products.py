"""HTTP: list the products that the caller has bought."""

from shared.catalogue import owned_products
from shared.catalogue.owned_products import OwnedProductView
from shared.kernel.ids import UserId
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ListMyProducts(Request):
    """Query of `list_my_products`."""

    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most products on a page, 1 to 100; 20 by default."""


@http.get(who=("customer", "expert"))
async def list_my_products(query: ListMyProducts, ctx: Context) -> Page[OwnedProductView]:
    """List the products that the caller has bought, the latest first; each can be downloaded unless it was refunded.

    An order that is not paid yet is in `list_my_orders`.
    """
    return await ctx.read(
        owned_products.list_owned_products, UserId(ctx.actor.id), cursor=query.cursor, limit=query.limit
    )
