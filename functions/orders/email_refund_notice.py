"""Task: e-mail a refund notice."""

from shared.contracts.mail import MailProvider
from shared.contracts.mail_links import MailLinks
from shared.orders.jobs import EmailRefundNotice
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import mail_delivery, refund_accounts


@task(EmailRefundNotice, retry_hours=24)
async def email_refund_notice(job: EmailRefundNotice, ctx: Context, mail: MailProvider, links: MailLinks) -> None:
    """Send the buyer an e-mail that explains why and how the money comes back, and where to name an account."""
    notice = await ctx.read(refund_accounts.compose_refund_notice, links, job.order_id, job.number, now=ctx.now)
    await mail_delivery.send_mail(ctx, mail, notice)
