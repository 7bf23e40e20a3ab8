"""Event: people are told that an assignment has changed."""

from shared.contracts.events.assignments import AssignmentChanged
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.announcements import assignment_announcements


@on(AssignmentChanged)
async def tell_people_when_assignment_changed(event: AssignmentChanged, ctx: Context) -> None:
    """Tell the side that a step of an assignment concerns. Nobody is told of what has changed again."""
    await ctx.commit(assignment_announcements.tell_people_when_assignment_changed, event, now=ctx.now)
