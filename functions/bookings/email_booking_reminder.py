"""Remind one of the two by e-mail."""

from shared.bookings import actions, messages
from shared.bookings.jobs import EmailBookingReminder
from shared.contracts.mail import MailProvider
from shared.identity import store as identity
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(EmailBookingReminder)
async def email_booking_reminder(job: EmailBookingReminder, ctx: Context, mail: MailProvider) -> None:
    """E-mail a reminder, unless the booking was moved or called off since it fell due."""
    booking = await ctx.read(actions.get_booking_for_reminder, job.booking_id, job.version, job.kind, now=ctx.now)
    reader = await ctx.read(identity.get_user, job.to)
    await mail.send(messages.compose_reminder(booking, job.kind, reader))
