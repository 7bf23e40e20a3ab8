"""Event that lets an expert take calls again."""

from shared.contracts.events.people import UserRestored
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows import suspensions


@on(UserRestored)
async def readmit_expert_when_user_restored(event: UserRestored, ctx: Context) -> None:
    """Let an expert whose suspension has ended go online again."""
    await ctx.commit(suspensions.update_expert_availability, event.user_id, now=ctx.now)
