"""Task: tell of a change that an earlier version was to mail."""

from shared.bookings.jobs import EmailBookingNotice
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows.announcements import booking_announcements


@task(EmailBookingNotice, retry_hours=24)
async def email_booking_notice(job: EmailBookingNotice, ctx: Context) -> None:
    """Tell a person of a change for which an earlier version has scheduled a mail.

    To be removed once no such job can be left: a day after the release that emits `BookingChanged`.
    """
    await ctx.commit_final(booking_announcements.announce_earlier_notice, job, now=ctx.now)
