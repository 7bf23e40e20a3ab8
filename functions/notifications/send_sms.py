"""Task: send a notification by SMS."""

from shared.contracts.text_messages import TextSender
from shared.notifications.jobs import SendSms
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import notice_text_messages


@task(SendSms, per_second=10)
async def send_sms(job: SendSms, ctx: Context, texts: TextSender) -> None:
    """Send a delivery by SMS, if the delivery is still wanted and true, and the number takes messages."""
    await notice_text_messages.send_notice_text(ctx, texts, job.delivery_id)
