"""Event that hides the page of a suspended expert."""

from shared.contracts.events.people import UserSuspended
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows import suspensions


@on(UserSuspended)
async def hide_expert_when_user_suspended(event: UserSuspended, ctx: Context) -> None:
    """Hide the page of a suspended expert. Free times, services and products are then found by nobody."""
    await ctx.commit(suspensions.update_expert_page, event.user_id, now=ctx.now)
