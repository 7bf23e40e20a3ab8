"""Task: e-mail a receipt."""

from shared.contracts.mail import MailProvider
from shared.orders.jobs import EmailReceipt
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import receipt_mails


@task(EmailReceipt, retry_hours=24)
async def email_receipt(job: EmailReceipt, ctx: Context, mail: MailProvider) -> None:
    """Tell the buyer of a product, a call or an extension that the payment has arrived, with the invoice's number.

    An anonymous customer gets the mail only at an address that is verified.
    """
    await receipt_mails.send_receipt(ctx, mail, job)
