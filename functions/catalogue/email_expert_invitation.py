"""Tell an invited expert how to sign in."""

from shared.catalogue import applications, messages
from shared.catalogue.jobs import EmailExpertInvitation
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(EmailExpertInvitation, attempts=8, gateways=("accounts", "mail"))
async def email_expert_invitation(job: EmailExpertInvitation, ctx: Context) -> None:
    """E-mail an invited expert where to choose a password."""
    invitation = await ctx.read(applications.get_invitation, job.invitation_id)
    address = invitation.email or ""
    link = await ctx.gateways.accounts.create_password_link(address)
    await ctx.gateways.mail.send(messages.compose_expert_invitation(invitation, address, link))
