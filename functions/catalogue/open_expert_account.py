"""Task: open the account of an invited expert."""

from shared.catalogue import applications
from shared.catalogue.jobs import OpenExpertAccount
from shared.identity.ports import AccountDirectory
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import expert_invitations


@task(OpenExpertAccount, attempts=10, per_second=5)
async def open_expert_account(job: OpenExpertAccount, ctx: Context, accounts: AccountDirectory) -> None:
    """Open the account of an invited expert, and save the expert and the user. The role is set afterwards."""
    invitation = await ctx.read(applications.get_invitation, job.invitation_id)
    account = await accounts.open_account(
        email=invitation.email, phone=invitation.international_phone, name=invitation.profile.full_name
    )
    await ctx.commit_final(
        expert_invitations.activate_invited_expert_and_user,
        invitation.id,
        account.uid,
        was_reset=account.was_reset,
        now=ctx.now,
    )
