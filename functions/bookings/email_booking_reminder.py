"""Task: e-mail a reminder of a meeting."""

from shared.bookings import actions, messages
from shared.bookings.jobs import EmailBookingReminder
from shared.contracts.mail import MailProvider
from shared.identity import store as identity
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import mail_delivery


@task(EmailBookingReminder, retry_hours=24)
async def email_booking_reminder(job: EmailBookingReminder, ctx: Context, mail: MailProvider) -> None:
    """E-mail a reminder to one side, unless the booking was moved or cancelled since the reminder was due."""
    booking = await ctx.read(actions.get_booking_for_reminder, job.booking_id, job.version, job.kind, now=ctx.now)
    reader = await ctx.read(identity.get_user, job.to)
    await mail_delivery.send_mail(ctx, mail, messages.compose_reminder(booking, job.kind, reader))
