"""Event: people are reminded of a meeting."""

from shared.contracts.events.bookings import BookingReminderDue
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.announcements import booking_announcements


@on(BookingReminderDue)
async def remind_people_when_booking_reminder_due(event: BookingReminderDue, ctx: Context) -> None:
    """Remind the customer and the expert of their meeting, each on the channels that they chose."""
    await ctx.commit(booking_announcements.remind_people_when_booking_reminder_due, event, now=ctx.now)
