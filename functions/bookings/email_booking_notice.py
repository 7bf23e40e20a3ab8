"""Tell one of the two by e-mail what has happened to their booking."""

from shared.bookings import actions, messages
from shared.bookings.jobs import EmailBookingNotice
from shared.identity import store as identity
from shared.orders import store as orders
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(EmailBookingNotice, gateways=("mail",))
async def email_booking_notice(job: EmailBookingNotice, ctx: Context) -> None:
    """E-mail what has happened, as long as it is still so, with the file for the calendar where there is a time."""
    booking = await ctx.read(actions.get_booking_for_notice, job.booking_id, job.notice, job.to)
    reader = await ctx.read(identity.get_user, job.to)
    (order,) = await ctx.read(orders.find_orders, [booking.id])
    checkout_url = order.payment.checkout_url if order else None
    organizer = ctx.runtime.settings.mail_from
    await ctx.gateways.mail.send(
        messages.compose_notice(booking, job.notice, reader, organizer=organizer, checkout_url=checkout_url)
    )
