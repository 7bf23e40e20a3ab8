"""Task: send a notification by WhatsApp."""

from shared.contracts.mail_links import MailLinks
from shared.contracts.text_messages import TextSender
from shared.notifications.jobs import SendWhatsapp
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import notice_text_messages


@task(SendWhatsapp, per_second=10)
async def send_whatsapp(job: SendWhatsapp, ctx: Context, texts: TextSender, links: MailLinks) -> None:
    """Send a delivery by WhatsApp, if the delivery is still wanted and true, and the number takes messages."""
    await notice_text_messages.send_notice_text(ctx, texts, job.delivery_id, links=links)
