"""Show an expert their own page."""

from shared.catalogue import pages
from shared.catalogue.errors import ExpertNotFound
from shared.catalogue.schemas import OwnExpertPageView
from shared.kernel.ids import UserId
from shared.runtime.context import Context
from shared.runtime.triggers import http


@http.get(who=("expert", "customer"), raises=(ExpertNotFound,))
async def get_my_expert_page(ctx: Context) -> OwnExpertPageView:
    """Show all that one has saved as an expert, on sale or not; an applicant sees how far it has come."""
    return await ctx.read(pages.get_own_expert_page, UserId(ctx.actor.id))
