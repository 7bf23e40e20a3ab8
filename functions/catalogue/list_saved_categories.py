"""HTTP: list all categories for admins."""

from shared.catalogue import store
from shared.catalogue.schemas import CategoryView
from shared.kernel.paging import Page
from shared.runtime.context import Context
from shared.runtime.triggers import http


@http.get(who="admin", admin_scope="moderator")
async def list_saved_categories(ctx: Context) -> Page[CategoryView]:
    """List all categories, those that customers do not see too; `save_category` changes any of them."""
    return Page(items=[CategoryView.of(one) for one in await ctx.read(store.list_all_categories)])
