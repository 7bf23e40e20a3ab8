"""Invitations of experts: the expert's page and the user are created together."""

from datetime import datetime

from shared.catalogue import applications, profiles
from shared.identity import suspensions, users
from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork


async def activate_invited_expert_and_user(
    uow: UnitOfWork, invitation_id: str, uid: UserId, *, was_reset: bool, now: datetime
) -> None:
    """Create the expert of an invitation, and the user with the expert's role, in one commit."""
    invitation = await applications.activate_invited_expert(uow, invitation_id, uid, now=now)
    await users.register_invited_expert(
        uow,
        uid,
        was_reset=was_reset,
        name=invitation.profile.full_name,
        email=invitation.email,
        phone=invitation.international_phone,
        locale=invitation.locale,
        now=now,
    )
    if await suspensions.is_suspended(uow, uid, now=now):
        await profiles.set_suspended(uow, uid, suspended=True, now=now)
