"""Task: e-mail a refund notice."""

from shared.contracts.mail import MailProvider
from shared.orders import messages, refunds
from shared.orders.jobs import EmailRefundNotice
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import mail_delivery


@task(EmailRefundNotice, retry_hours=24)
async def email_refund_notice(job: EmailRefundNotice, ctx: Context, mail: MailProvider) -> None:
    """Send the buyer an e-mail that explains why and how the money comes back."""
    order, refund = await ctx.read(refunds.get_refund, job.order_id, job.number)
    await mail_delivery.send_mail(ctx, mail, messages.compose_refund_notice(order, refund))
