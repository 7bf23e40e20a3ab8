"""Task: e-mail a notice about a booking."""

from shared.bookings import messages
from shared.bookings.jobs import EmailBookingNotice
from shared.contracts.mail import MailProvider
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import booking_notices, mail_delivery


@task(EmailBookingNotice, retry_hours=24)
async def email_booking_notice(job: EmailBookingNotice, ctx: Context, mail: MailProvider) -> None:
    """E-mail a change of a booking to one side, if the change is still current.

    The e-mail carries the calendar file where a time is agreed. A reminder to pay says if the time is still held.
    """
    booking, recipient, checkout_url = await ctx.read(booking_notices.get_booking_notice, job, now=ctx.now)
    organizer = ctx.runtime.settings.mail_from
    notice = messages.compose_notice(
        booking, job.notice, recipient, organizer=organizer, checkout_url=checkout_url, now=ctx.now
    )
    await mail_delivery.send_mail(ctx, mail, notice)
