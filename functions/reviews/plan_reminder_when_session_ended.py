"""Event: a customer will be reminded to review a call."""

from shared.contracts.events.sessions import SessionEnded
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.announcements import review_announcements


@on(SessionEnded, kind="pairing")
async def plan_reminder_when_session_ended(event: SessionEnded, ctx: Context) -> None:
    """Plan to remind the customer of a call to write a review; nobody is asked for stars after a crisis."""
    await ctx.commit(review_announcements.plan_call_reminder, event)
