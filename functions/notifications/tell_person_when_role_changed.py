"""Event: a person is told what the account may do now."""

from shared.contracts.events.people import RoleChanged
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.announcements import account_announcements


@on(RoleChanged)
async def tell_person_when_role_changed(event: RoleChanged, ctx: Context) -> None:
    """Tell a person of access as an admin that was given or taken, or of the role of an expert."""
    await ctx.commit(account_announcements.tell_person_of_role, event, now=ctx.now)
