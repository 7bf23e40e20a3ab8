"""Task that mails a link which an earlier version was to mail."""

from shared.identity.jobs import EmailVerificationLink
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows.announcements import verification_announcements


@task(EmailVerificationLink, retry_hours=24)
async def email_verification_link(job: EmailVerificationLink, ctx: Context) -> None:
    """Mail a user the link that verifies the address, for which an earlier version has scheduled a mail.

    To be removed once no such job can be left: a day after the release that sends the mail with the request.
    """
    await ctx.commit_final(verification_announcements.announce_earlier_verification, job, now=ctx.now)
