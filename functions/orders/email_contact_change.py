"""Task: tell the former address of an order what an earlier version was to mail."""

from shared.orders.jobs import EmailContactChange
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows.announcements import order_announcements


@task(EmailContactChange, retry_hours=24)
async def email_contact_change(job: EmailContactChange, ctx: Context) -> None:
    """Tell the former address of an order of a change for which an earlier version has scheduled a mail.

    To be removed once no such job can be left: a day after the release that tells of a change with its commit.
    """
    await ctx.commit_final(
        order_announcements.announce_earlier_contact_change, job, asking=ctx.delivery or "", now=ctx.now
    )
