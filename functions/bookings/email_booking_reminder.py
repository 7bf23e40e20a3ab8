"""Task: remind of a meeting, as an earlier version was to do by mail."""

from shared.bookings.jobs import EmailBookingReminder
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows.announcements import booking_announcements


@task(EmailBookingReminder, retry_hours=24)
async def email_booking_reminder(job: EmailBookingReminder, ctx: Context) -> None:
    """Remind a person of a meeting for which an earlier version has scheduled a mail.

    To be removed once no such job can be left: a day after the release that emits `BookingReminderDue`.
    """
    await ctx.commit_final(booking_announcements.announce_earlier_reminder, job, now=ctx.now)
