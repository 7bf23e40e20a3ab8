"""Task that answers a person who has forgotten the password."""

from shared.identity.jobs import SendPasswordReset
from shared.identity.ports import AccountDirectory
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import password_resets


@task(SendPasswordReset, retry_hours=1, per_second=5)
async def send_password_reset(job: SendPasswordReset, ctx: Context, accounts: AccountDirectory) -> None:
    """Mail the link to choose a new password, or the ways of signing in, to the address of an account."""
    await password_resets.send_password_reset(ctx, accounts, job)
