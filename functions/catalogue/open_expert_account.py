"""Let whoever was invited sign in."""

from datetime import datetime

from shared.catalogue import applications
from shared.catalogue.jobs import OpenExpertAccount
from shared.identity import users
from shared.identity.ports import AccountDirectory
from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork
from shared.runtime.context import Context
from shared.runtime.triggers import task


async def activate_invited_expert_and_user(uow: UnitOfWork, invitation_id: str, uid: UserId, *, now: datetime) -> None:
    """Keep the expert and the person, in one commit."""
    invitation = await applications.activate_invited_expert(uow, invitation_id, uid, now=now)
    await users.register_invited_expert(
        uow,
        uid,
        name=invitation.profile.full_name,
        email=invitation.email,
        phone=invitation.phone,
        locale=invitation.locale,
        now=now,
    )


@task(OpenExpertAccount, attempts=10, per_second=5)
async def open_expert_account(job: OpenExpertAccount, ctx: Context, accounts: AccountDirectory) -> None:
    """Open the account of an invited expert, and keep who it belongs to; the role follows."""
    invitation = await ctx.read(applications.get_invitation, job.invitation_id)
    uid = await accounts.get_or_create_account(
        email=invitation.email, phone=invitation.phone, name=invitation.profile.full_name
    )
    await ctx.commit_final(activate_invited_expert_and_user, invitation.id, uid, now=ctx.now)
