"""Task: tell the buyer that a payment has arrived."""

from shared.orders.jobs import EmailReceipt
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows.announcements import order_announcements


@task(EmailReceipt, retry_hours=24)
async def email_receipt(job: EmailReceipt, ctx: Context) -> None:
    """Tell the buyer of a product, a call or an extension that the payment has arrived: in the app and by mail.

    The mail has the invoice's number. An anonymous customer gets the mail only at an address that is verified.
    """
    await ctx.commit_final(order_announcements.announce_receipt, job.order_id, now=ctx.now)
