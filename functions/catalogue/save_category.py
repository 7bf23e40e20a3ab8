"""HTTP: add or change a category."""

from shared.catalogue import store
from shared.catalogue.inputs import Position
from shared.catalogue.models import Category
from shared.catalogue.schemas import CategoryView
from shared.kernel.ids import CategoryId
from shared.kernel.inputs import SaveRequest
from shared.kernel.schemas import Line
from shared.runtime.context import Context
from shared.runtime.triggers import http


class SaveCategory(SaveRequest):
    """Body of `save_category`. Fields of an existing category that are left out stay as they are."""

    category_id: CategoryId
    """Slug of the category, such as `career`; an existing slug changes that category."""
    name_id: Line
    """Name of the category in Indonesian, one line of 1 to 200 characters."""
    name_en: Line
    """Name of the category in English, one line of 1 to 200 characters."""
    position: Position = 0
    """Place in the list, 0 to 1,000, the smallest first; 0 for a new category."""
    active: bool = True
    """True if customers see the category; true for a new category."""


@http.post(who="admin", admin_scope="moderator")
async def save_category(body: SaveCategory, ctx: Context) -> CategoryView:
    """Add a category under its slug, or change the category that has the slug."""
    category = Category(id=body.category_id, saved_at=ctx.now, **body.dump_named_fields(exclude={"category_id"}))
    return CategoryView.of(await ctx.commit(store.save_category, category))
