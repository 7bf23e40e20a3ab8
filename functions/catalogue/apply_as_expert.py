"""Ask to become an expert."""

from shared.catalogue.errors import AlreadyExpert, SlugTaken
from shared.catalogue.inputs import ProfileInput
from shared.catalogue.schemas import ApplicationView
from shared.identity.errors import EmailNeeded, NotRegistered
from shared.kernel.ids import Slug, UserId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import expert_applications


class ApplyAsExpert(Request):
    """Body of `apply_as_expert`."""

    slug: Slug | None = None
    """Wanted last part of the page's address, such as `sari-wulandari`; made from the name when left out."""
    profile: ProfileInput
    """Whole profile that the admin decides on and customers will see."""


@http.post(who="customer", raises=(NotRegistered, EmailNeeded, AlreadyExpert, SlugTaken))
async def apply_as_expert(body: ApplyAsExpert, ctx: Context) -> ApplicationView:
    """Ask to become an expert, with a full profile; an admin decides, and the answer comes by e-mail."""
    expert = await ctx.commit(
        expert_applications.submit_application, UserId(ctx.actor.id), body.profile, body.slug, now=ctx.now
    )
    return ApplicationView.from_expert(expert)
