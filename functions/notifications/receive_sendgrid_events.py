"""Webhook: events of e-mails, from SendGrid."""

from shared.contracts.delivery_reports import DeliveryReports
from shared.contracts.mail import MailCallbacks
from shared.runtime.context import Context
from shared.runtime.triggers import webhook
from shared.workflows import vendor_reports


@webhook(sender=MailCallbacks, body="array")
async def receive_sendgrid_events(reports: DeliveryReports, ctx: Context) -> None:
    """Record what became of mails: sent, delivered, bounced, opened, clicked, called spam.

    Events may come several times, and in any order. One that cannot be read spoils no other.
    """
    await vendor_reports.record_vendor_reports(ctx, reports)
