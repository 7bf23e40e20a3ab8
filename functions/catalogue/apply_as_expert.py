"""Ask to become an expert."""

from datetime import datetime

from shared.catalogue import applications
from shared.catalogue.errors import AlreadyExpert, SlugTaken
from shared.catalogue.inputs import ProfileInput
from shared.catalogue.models import Expert, Profile
from shared.catalogue.schemas import ApplicationView
from shared.identity import users
from shared.identity.errors import EmailNeeded, NotRegistered
from shared.kernel.ids import Slug, UserId
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ApplyAsExpert(Request):
    """`slug` is the last part of the page's address; one that reads like the name, if it is left out."""

    slug: Slug | None = None
    """Wanted last part of the page's address, such as `sari-wulandari`; made from the name when left out."""
    profile: ProfileInput
    """Whole profile that the admin decides on and customers will see."""


async def submit_application_if_reachable(
    uow: UnitOfWork, uid: UserId, profile: Profile, slug: Slug | None, *, now: datetime
) -> Expert:
    """Keep the application of somebody whom the answer can reach."""
    await users.get_user_with_email(uow, uid)
    return await applications.submit_application(uow, uid, profile, slug, now=now)


@http.post(who="customer", raises=(NotRegistered, EmailNeeded, AlreadyExpert, SlugTaken))
async def apply_as_expert(body: ApplyAsExpert, ctx: Context) -> ApplicationView:
    """Ask to become an expert, with a full profile; an admin decides, and the answer comes by e-mail."""
    expert = await ctx.commit(
        submit_application_if_reachable, UserId(ctx.actor.id), body.profile, body.slug, now=ctx.now
    )
    return ApplicationView.from_expert(expert)
