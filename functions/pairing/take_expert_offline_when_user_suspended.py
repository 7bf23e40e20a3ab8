"""Event that takes a suspended expert offline."""

from shared.contracts.events.people import UserSuspended
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows import suspensions


@on(UserSuspended)
async def take_expert_offline_when_user_suspended(event: UserSuspended, ctx: Context) -> None:
    """Take a suspended expert offline, and hand their sessions over to other experts."""
    await ctx.commit(suspensions.update_expert_availability, event.user_id, now=ctx.now)
