"""Task: tell of a refund about which an earlier version was to mail."""

from shared.orders.jobs import EmailRefundNotice
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows.announcements import refund_announcements


@task(EmailRefundNotice, retry_hours=24)
async def email_refund_notice(job: EmailRefundNotice, ctx: Context) -> None:
    """Tell the buyer of a refund for which an earlier version has scheduled a mail.

    To be removed once no such job can be left: a day after the release that emits `RefundChanged`.
    """
    await ctx.commit_final(refund_announcements.announce_earlier_refund, job, now=ctx.now)
