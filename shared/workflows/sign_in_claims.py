"""Claims and sign-ins at the sign-in provider, which follow the documents even where two tasks overtake each other."""

from shared.identity import suspensions, users
from shared.identity.errors import AccountNotFound
from shared.identity.ports import AccountDirectory
from shared.kernel.errors import Unavailable
from shared.kernel.ids import UserId
from shared.workflows.call import Call

_MAX_ROUNDS = 5


async def apply_role(call: Call, accounts: AccountDirectory, uid: UserId) -> None:
    """Write the role and scopes of a person into the claims, until the documents say what was written.

    Raises:
        AccountNotFound: No account has this uid.
        Unavailable: The documents keep changing.
    """
    for _ in range(_MAX_ROUNDS):
        claims = await call.read(users.get_token_claims, uid)
        await accounts.set_role_claims(uid, claims)
        if claims == await call.read(users.get_token_claims, uid):
            return
    raise Unavailable("role_changing")


async def apply_closing(call: Call, accounts: AccountDirectory, uid: UserId) -> None:
    """Revoke the sign-ins of a person, and close or open the account, until the documents say what was written.

    An account that does not exist has no sign-ins.

    Raises:
        Unavailable: The documents keep changing.
    """
    for _ in range(_MAX_ROUNDS):
        closed = await call.read(suspensions.is_closed, uid, now=call.now)
        try:
            await accounts.revoke_sign_ins(uid, closed=closed)
        except AccountNotFound:
            return
        if closed == await call.read(suspensions.is_closed, uid, now=call.now):
            return
    raise Unavailable("restriction_changing")
