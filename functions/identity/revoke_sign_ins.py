"""Task that revokes the sign-ins of an account."""

from shared.identity.jobs import RevokeSignIns
from shared.identity.ports import AccountDirectory
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import sign_in_claims


@task(RevokeSignIns, attempts=10, per_second=5)
async def revoke_sign_ins(job: RevokeSignIns, ctx: Context, accounts: AccountDirectory) -> None:
    """Revoke the refresh tokens of an account in Firebase Auth, and close or open the account as the restriction says.

    Our functions and rules refuse earlier sign-ins already, because they read the restriction.
    """
    await sign_in_claims.apply_closing(ctx, accounts, job.user_id)
