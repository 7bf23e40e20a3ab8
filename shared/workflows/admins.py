"""Admins: an owner grants the right, after the sign-in provider has vouched for the account."""

from collections.abc import Sequence

from shared.identity import admins
from shared.identity.errors import AccountUnverified
from shared.identity.models import AdminGrant
from shared.identity.ports import AccountDirectory
from shared.kernel.actors import AdminScope
from shared.kernel.ids import UserId
from shared.workflows.call import Call


async def make_admin(call: Call, accounts: AccountDirectory, uid: UserId, scopes: Sequence[AdminScope]) -> AdminGrant:
    """Make a person an admin, or replace an admin's scopes.

    Raises:
        AccountUnverified: The account has neither a verified e-mail address nor a phone number for sign-in.
        AccountNotFound: No account has this uid.
        OwnGrant: The account is the caller's own.
        Forbidden: The caller is no longer an owner.
        NotRegistered: The person has not registered.
        AdminAccount: The account is suspended.
    """
    if not await accounts.is_verified(uid):
        raise AccountUnverified(user_id=uid)
    return await call.commit(admins.grant_admin, uid, scopes, by=call.actor, now=call.now)
