"""HTTP: change the address of an expert's page."""

from shared.catalogue import profiles
from shared.catalogue.errors import ExpertNotFound, SlugTaken
from shared.catalogue.schemas import ExpertProfileView
from shared.kernel.ids import Slug, UserId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ChangeSlug(Request):
    """Body of `change_slug`."""

    slug: Slug
    """New last part of the page's address: 3 to 60 small letters, digits and dashes."""


@http.post(who="expert", raises=(ExpertNotFound, SlugTaken))
async def change_slug(body: ChangeSlug, ctx: Context) -> ExpertProfileView:
    """Change the slug of the caller's page.

    The last five former slugs still lead to the page. A repeated call changes nothing.

    Raises:
        ExpertNotFound: The caller is not an expert.
        SlugTaken: The slug belongs to another expert or to the site.
    """
    changed = await ctx.commit(profiles.change_slug, UserId(ctx.actor.id), body.slug, now=ctx.now)
    return ExpertProfileView.from_expert(changed)
