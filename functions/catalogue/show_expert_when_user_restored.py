"""Event that shows the page of an expert again."""

from shared.contracts.events.people import UserRestored
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows import suspensions


@on(UserRestored)
async def show_expert_when_user_restored(event: UserRestored, ctx: Context) -> None:
    """Show the page of an expert whose suspension has ended."""
    await ctx.commit(suspensions.update_expert_page, event.user_id, now=ctx.now)
