"""HTTP: apply to become an expert."""

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
    """Apply to become an expert, with a full profile.

    An admin decides, and the decision comes by e-mail. After a rejection, call again.
    Before the decision, a second call fails with `already_expert`.

    Raises:
        NotRegistered: The caller has no account; call `register_user` first.
        EmailNeeded: The caller's account has no e-mail address.
        AlreadyExpert: An earlier application was not rejected.
        SlugTaken: The requested slug belongs to another expert or to the site.
    """
    expert = await ctx.commit(
        expert_applications.submit_application, UserId(ctx.actor.id), body.profile, body.slug, now=ctx.now
    )
    return ApplicationView.from_expert(expert)
