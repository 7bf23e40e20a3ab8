"""Task: remind a customer of an order that can still be paid."""

from shared.orders.jobs import EmailPaymentReminder
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows.announcements import order_announcements


@task(EmailPaymentReminder, retry_hours=6)
async def email_payment_reminder(job: EmailPaymentReminder, ctx: Context) -> None:
    """Remind a customer once, on the channels that they chose, that an order for a product can still be paid."""
    await ctx.commit_final(order_announcements.announce_unpaid_order, job.order_id, now=ctx.now)
