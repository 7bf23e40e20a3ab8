"""Task that writes a user's role into the ID tokens."""

from shared.identity import users
from shared.identity.jobs import GrantRole
from shared.identity.ports import AccountDirectory
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(GrantRole, attempts=10, per_second=5)
async def grant_role(job: GrantRole, ctx: Context, accounts: AccountDirectory) -> None:
    """Set the role of a user, and an admin's scopes, as custom claims in Firebase Auth.

    The user's next ID token carries the claims. Only a grant by `make_admin` makes an admin.
    """
    role, scopes = await ctx.read(users.get_role_and_scopes, job.user_id)
    await accounts.set_role_claims(job.user_id, role, scopes)
