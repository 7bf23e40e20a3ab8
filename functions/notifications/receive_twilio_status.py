"""Webhook: status callbacks of Twilio."""

from shared.contracts.delivery_reports import DeliveryReports
from shared.contracts.text_messages import TextCallbacks
from shared.runtime.context import Context
from shared.runtime.triggers import webhook
from shared.workflows import text_reports


@webhook(sender=TextCallbacks, body="form")
async def receive_twilio_status(reports: DeliveryReports, ctx: Context) -> None:
    """Record what became of a message by SMS or WhatsApp, and pause a template that WhatsApp refuses."""
    await ctx.commit(text_reports.record_text_reports, reports.items, now=ctx.now)
