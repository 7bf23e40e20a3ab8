"""Task: tell a customer that no expert was found."""

from shared.pairing.jobs import EmailNobodyFound
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows.announcements import pairing_announcements


@task(EmailNobodyFound, retry_hours=24)
async def email_nobody_found(job: EmailNobodyFound, ctx: Context) -> None:
    """Tell a customer that no expert took the call, and that the free session or the credit is theirs again.

    The app and the phone tell it, and a mail does. The notice of the refund tells customers who paid.
    """
    await ctx.commit_final(pairing_announcements.announce_nobody_found, job.pairing_id, now=ctx.now)
