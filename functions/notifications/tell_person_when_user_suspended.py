"""Event: a person is told of the suspension."""

from shared.contracts.events.people import UserSuspended
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.announcements import account_announcements


@on(UserSuspended)
async def tell_person_when_user_suspended(event: UserSuspended, ctx: Context) -> None:
    """Tell a suspended person by mail why, until when, and where to ask. A suspension that is over is not told."""
    await ctx.commit(account_announcements.tell_person_of_suspension, event.user_id, now=ctx.now)
