"""Task: push a notification to one person's devices."""

from shared.contracts.mail_links import MailLinks
from shared.contracts.push import PushSender
from shared.notifications.jobs import SendPush
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import notice_pushes


@task(SendPush, per_second=500)
async def send_push(job: SendPush, ctx: Context, push: PushSender, links: MailLinks) -> None:
    """Push a delivery to each device that has not had it, if the delivery is still wanted and true."""
    await notice_pushes.send_notice_push(ctx, push, links, job.delivery_id)
