"""Invite somebody to be an expert."""

from typing import Literal

from shared.catalogue import applications
from shared.catalogue.inputs import ProfileInput
from shared.catalogue.models import Invitation
from shared.catalogue.rules import to_international_phone
from shared.catalogue.schemas import InvitationView
from shared.kernel.schemas import Email, Phone, Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class InviteExpert(Request):
    """By the e-mail address they will sign in with, by the phone number, or by both; at least one is needed."""

    email: Email | None = None
    phone: Phone | None = None
    locale: Literal["id", "en"] = "id"
    profile: ProfileInput


@http.post(who="admin")
async def invite_expert(body: InviteExpert, ctx: Context) -> InvitationView:
    """Invite an expert: their account is opened, and they are told by e-mail how to sign in."""
    given = body.model_dump() | {"phone": to_international_phone(body.phone), "profile": body.profile}
    id = applications.invitation_id_from_contact(body.email, given["phone"])
    invitation = Invitation(id=id, invited_by=ctx.actor.id, invited_at=ctx.now, **given)
    return InvitationView.of(await ctx.commit(applications.invite_expert, invitation))
