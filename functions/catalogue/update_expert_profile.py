"""HTTP: update the caller's profile as an expert."""

from shared.catalogue.errors import ExpertNotFound
from shared.catalogue.inputs import ProfileInput
from shared.catalogue.schemas import OwnProfileView
from shared.kernel.ids import UserId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import expert_names


class UpdateExpertProfile(ProfileInput, Request):
    """Body of `update_expert_profile`. Fields that are left out stay as they are; an empty list empties a field."""


@http.post(who="expert", raises=(ExpertNotFound,))
async def update_expert_profile(body: UpdateExpertProfile, ctx: Context) -> OwnProfileView:
    """Change the caller's profile as an expert.

    A new name waits in `proposed_name` until an admin decides on the name; customers see the present one.

    Raises:
        ExpertNotFound: The caller is not an expert.
    """
    return OwnProfileView.from_expert(
        await ctx.commit(expert_names.update_profile, UserId(ctx.actor.id), body, now=ctx.now)
    )
