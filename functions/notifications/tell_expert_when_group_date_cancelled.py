"""Event: an expert is told that a date of a group was cancelled."""

from shared.contracts.events.bookings import GroupDateCancelled
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.announcements import group_announcements


@on(GroupDateCancelled)
async def tell_expert_when_group_date_cancelled(event: GroupDateCancelled, ctx: Context) -> None:
    """Tell an expert that a date was cancelled, by whomever, or for too few seats."""
    await ctx.commit(group_announcements.tell_expert_when_group_date_cancelled, event, now=ctx.now)
