"""Task: e-mail that no expert was found."""

from shared.contracts.mail import MailProvider
from shared.pairing.jobs import EmailNobodyFound
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import pairing_mails


@task(EmailNobodyFound, retry_hours=24)
async def email_nobody_found(job: EmailNobodyFound, ctx: Context, mail: MailProvider) -> None:
    """Tell a customer that no expert took the call, and that the free session or the credit is theirs again.

    The refund's e-mail tells customers who paid.
    """
    await pairing_mails.send_nobody_found(ctx, mail, job)
