"""Task that writes a user's role into the ID tokens."""

from shared.identity.jobs import GrantRole
from shared.identity.ports import AccountDirectory
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import sign_in_claims


@task(GrantRole, attempts=10, per_second=5)
async def grant_role(job: GrantRole, ctx: Context, accounts: AccountDirectory) -> None:
    """Set the role of a user, and an admin's scopes, as custom claims in Firebase Auth.

    The user's next ID token carries the claims. Only a grant by `make_admin` makes an admin.
    """
    await sign_in_claims.apply_role(ctx, accounts, job.user_id)
