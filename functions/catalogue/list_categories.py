"""HTTP: list the categories."""

from shared.catalogue import store
from shared.catalogue.schemas import CategoryView
from shared.kernel.paging import Page
from shared.runtime.context import Context
from shared.runtime.triggers import http


@http.get(who="anyone")
async def list_categories(ctx: Context) -> Page[CategoryView]:
    """List the active categories, by which people search for experts."""
    return Page(items=[CategoryView.of(one) for one in await ctx.read(store.list_active_categories)])
