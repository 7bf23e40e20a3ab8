"""Task: e-mail a notification."""

from shared.contracts.mail import MailProvider
from shared.contracts.mail_links import MailLinks
from shared.notifications.jobs import SendEmail
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.tickets.ports import TicketCodeSigner
from shared.workflows import notice_emails


@task(SendEmail, retry_hours=24, per_second=100)
async def send_email(
    job: SendEmail, ctx: Context, mail: MailProvider, links: MailLinks, signer: TicketCodeSigner
) -> None:
    """E-mail a delivery, if it is still wanted and true, and there are grounds to write to the address."""
    organizer = ctx.runtime.settings.mail_from
    await notice_emails.send_notice_email(ctx, mail, links, signer, job.delivery_id, organizer=organizer)
