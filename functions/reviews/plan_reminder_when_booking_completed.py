"""Event: a customer will be reminded to review a meeting."""

from shared.contracts.events.bookings import BookingCompleted
from shared.kernel.ids import SessionId
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.announcements import review_announcements


@on(BookingCompleted)
async def plan_reminder_when_booking_completed(event: BookingCompleted, ctx: Context) -> None:
    """Plan to remind the customer of a completed booking to write a review."""
    plan, session_id = review_announcements.plan_review_reminder, SessionId(event.booking_id)
    await ctx.commit(plan, session_id, ended_at=event.ended_at)
