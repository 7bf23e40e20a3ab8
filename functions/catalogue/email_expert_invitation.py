"""Task: mail an invitation to an expert."""

from shared.catalogue.jobs import EmailExpertInvitation
from shared.identity.ports import AccountDirectory
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import expert_invitations


@task(EmailExpertInvitation, retry_hours=24)
async def email_expert_invitation(job: EmailExpertInvitation, ctx: Context, accounts: AccountDirectory) -> None:
    """Mail an invited expert the page on which to choose a password.

    A link ends after an hour. While no mail has gone out, another one is made, for a day.
    """
    await expert_invitations.send_invitation(ctx, accounts, job)
