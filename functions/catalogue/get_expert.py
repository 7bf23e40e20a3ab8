"""HTTP: get an expert's page."""

from shared.catalogue import pages
from shared.catalogue.errors import ExpertNotFound
from shared.catalogue.schemas import ExpertPageView
from shared.kernel.ids import Slug
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class GetExpert(Request):
    """Query of `get_expert`."""

    slug: Slug
    """Last part of the page's address, from `list_experts`; a former slug leads to the same expert."""


@http.get(who="anyone", raises=(ExpertNotFound,))
async def get_expert(query: GetExpert, ctx: Context) -> ExpertPageView:
    """Get an expert's page: profile, services, products and latest reviews.

    A former slug leads to the same page, with `moved` true.

    Raises:
        ExpertNotFound: No active expert has this slug.
    """
    return await ctx.read(pages.get_expert_page, query.slug)
