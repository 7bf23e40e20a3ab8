"""Event: a person is told that the account can be used again."""

from shared.contracts.events.people import UserRestored
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.announcements import account_announcements


@on(UserRestored)
async def tell_person_when_user_restored(event: UserRestored, ctx: Context) -> None:
    """Tell a person that the suspension is over, unless the account is suspended anew."""
    await ctx.commit(account_announcements.tell_person_of_restoration, event.user_id, event.restored_at, now=ctx.now)
