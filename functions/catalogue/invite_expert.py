"""HTTP: invite an expert."""

from shared.catalogue import applications
from shared.catalogue.inputs import ProfileInput
from shared.catalogue.models import Invitation
from shared.catalogue.schemas import InvitationView
from shared.contracts.people import Locale
from shared.kernel.contact_inputs import EmailInput, PhoneInput
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class InviteExpert(Request):
    """Body of `invite_expert`, with an e-mail address, a phone number, or both."""

    email: EmailInput | None = None
    """E-mail address that the expert signs in with; needed unless `phone` is given."""
    phone: PhoneInput | None = None
    """Phone number that the expert signs in with, such as `0812-3456-7890`; needed unless `email` is given."""
    locale: Locale = "id"
    """Language of the invitation, `id` or `en`; `id` by default."""
    profile: ProfileInput
    """Profile with which the expert starts; the expert can change every part later."""


@http.post(who="admin", admin_scope="moderator")
async def invite_expert(body: InviteExpert, ctx: Context) -> InvitationView:
    """Invite an expert: open the account, and tell the expert by e-mail how to sign in.

    A repeated call for the same contact replaces the invitation and sends the e-mail again.
    """
    given = body.model_dump() | {"profile": body.profile}
    id = applications.invitation_id_from_contact(body.email, body.phone)
    invitation = Invitation(id=id, invited_by=ctx.actor.id, invited_at=ctx.now, **given)
    return InvitationView.of(await ctx.commit(applications.invite_expert, invitation))
