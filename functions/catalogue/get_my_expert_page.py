"""HTTP: get the caller's own page as an expert."""

from shared.catalogue import pages
from shared.catalogue.errors import ExpertNotFound
from shared.catalogue.schemas import OwnExpertPageView
from shared.kernel.ids import UserId
from shared.runtime.context import Context
from shared.runtime.triggers import http


@http.get(who=("expert", "customer"), raises=(ExpertNotFound,))
async def get_my_expert_page(ctx: Context) -> OwnExpertPageView:
    """Get all that the caller has saved as an expert, on sale or not.

    An applicant sees the state of the application in `expert.status`.

    Raises:
        ExpertNotFound: The caller has never applied.
    """
    return await ctx.read(pages.get_own_expert_page, UserId(ctx.actor.id))
