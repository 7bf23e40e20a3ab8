"""Invite somebody to be an expert."""

from typing import Literal

from shared.catalogue import applying
from shared.catalogue.given import GivenProfile
from shared.catalogue.models import Invitation
from shared.catalogue.rules import international
from shared.catalogue.schemas import InvitationView
from shared.kernel.schemas import Email, Phone, Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class InviteExpert(Request):
    """By the e-mail address they will sign in with, by the phone number, or by both; at least one is needed."""

    email: Email | None = None
    phone: Phone | None = None
    locale: Literal["id", "en"] = "id"
    profile: GivenProfile


@http.post(who="admin")
async def invite_expert(body: InviteExpert, ctx: Context) -> InvitationView:
    """Invite an expert: their account is opened, and they are told by e-mail how to sign in."""
    given = body.model_dump() | {"phone": international(body.phone), "profile": body.profile}
    id = applying.invitation_id(body.email, given["phone"])
    invitation = Invitation(id=id, invited_by=ctx.actor.id, invited_at=ctx.now, **given)
    return InvitationView.of(await ctx.commit(applying.invite, invitation))
