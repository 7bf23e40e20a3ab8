"""Task that e-mails the link which verifies an address."""

from shared.contracts.mail import MailProvider
from shared.contracts.mail_links import ConfirmationLink, MailLinks
from shared.identity import email_verification, messages
from shared.identity.jobs import EmailVerificationLink
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import mail_delivery


@task(EmailVerificationLink, retry_hours=24)
async def email_verification_link(
    job: EmailVerificationLink, ctx: Context, mail: MailProvider, links: MailLinks
) -> None:
    """E-mail a user the link that verifies the address, unless the address is verified or changed by now."""
    person = await ctx.read(email_verification.get_user_to_verify, job.user_id, job.email_version)
    link = ConfirmationLink(
        kind="account",
        subject=person.id,
        version=job.email_version,
        locale=person.locale,
        expires_at=job.expires_at,
    )
    await mail_delivery.send_mail(ctx, mail, messages.compose_verification_mail(person, links.sign_link(link), link))
