"""Task that writes a user's role into the ID tokens."""

from shared.identity import store
from shared.identity.jobs import GrantRole
from shared.identity.ports import AccountDirectory
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(GrantRole, attempts=10, per_second=5)
async def grant_role(job: GrantRole, ctx: Context, accounts: AccountDirectory) -> None:
    """Set the saved role of a user as custom claim in Firebase Auth. The user's next ID token carries the role."""
    person = await ctx.read(store.get_user, job.user_id)
    await accounts.set_role_claim(person.id, person.role)
