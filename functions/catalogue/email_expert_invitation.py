"""Task: e-mail an invitation to an expert."""

from shared.catalogue import applications, messages
from shared.catalogue.jobs import EmailExpertInvitation
from shared.contracts.mail import MailProvider
from shared.identity.ports import AccountDirectory
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import mail_delivery


@task(EmailExpertInvitation, retry_hours=24)
async def email_expert_invitation(
    job: EmailExpertInvitation, ctx: Context, accounts: AccountDirectory, mail: MailProvider
) -> None:
    """E-mail an invited expert the page on which to choose a password."""
    invitation = await ctx.read(applications.get_invitation, job.invitation_id)
    address = invitation.email or ""
    link = await accounts.create_password_link(address)
    await mail_delivery.send_mail(ctx, mail, messages.compose_expert_invitation(invitation, address, link))
