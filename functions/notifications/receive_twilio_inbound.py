"""Webhook: texts that people send to our number, by Twilio."""

from shared.contracts.delivery_reports import InboundText
from shared.contracts.text_messages import TextCallbacks, TextSender
from shared.runtime.context import Context
from shared.runtime.triggers import webhook
from shared.workflows import inbound_text_messages


@webhook(sender=TextCallbacks, body="form")
async def receive_twilio_inbound(text: InboundText, ctx: Context, texts: TextSender) -> None:
    """Record a text of a person. A stop word such as `berhenti` ends marketing by WhatsApp, and is confirmed."""
    await inbound_text_messages.receive_text(ctx, texts, text)
