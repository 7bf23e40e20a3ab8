"""Event: a customer will be reminded to review work without a meeting."""

from shared.contracts.events.assignments import AssignmentConcluded
from shared.kernel.ids import SessionId
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.announcements import review_announcements


@on(AssignmentConcluded)
async def plan_reminder_when_assignment_concluded(event: AssignmentConcluded, ctx: Context) -> None:
    """Plan to remind the customer of an ended assignment to write a review, unless it was cancelled."""
    plan, session_id = review_announcements.plan_review_reminder, SessionId(event.assignment_id)
    await ctx.commit(plan, session_id, ended_at=event.at)
