"""Let whoever was invited sign in."""

from datetime import datetime

from shared.catalogue import applying
from shared.catalogue.jobs import OpenExpertAccount
from shared.identity import people
from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork
from shared.runtime.context import Context
from shared.runtime.triggers import task


async def welcome(uow: UnitOfWork, invitation_id: str, uid: UserId, *, now: datetime) -> None:
    """Keep the expert and the person, in one commit."""
    invitation = await applying.invited(uow, invitation_id, uid, now=now)
    await people.welcome(
        uow,
        uid,
        name=invitation.profile.full_name,
        email=invitation.email,
        phone=invitation.phone,
        locale=invitation.locale,
        now=now,
    )


@task(OpenExpertAccount, attempts=10, per_second=5, gateways=("accounts",))
async def open_expert_account(job: OpenExpertAccount, ctx: Context) -> None:
    """Open the account of an invited expert, and keep who it belongs to; the role follows."""
    invitation = await ctx.read(applying.invitation_of, job.invitation_id)
    uid = await ctx.gateways.accounts.opened(
        email=invitation.email, phone=invitation.phone, name=invitation.profile.full_name
    )
    await ctx.conclude(welcome, invitation.id, uid, now=ctx.now)
