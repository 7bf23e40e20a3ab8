"""Task: e-mail the tickets of an order."""

from shared.contracts.mail import MailProvider
from shared.contracts.mail_links import MailLinks
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.tickets.jobs import EmailTickets
from shared.tickets.ports import TicketCodeSigner
from shared.workflows import ticket_mails


@task(EmailTickets, retry_hours=24, per_second=10, timeout=120)
async def email_tickets(
    job: EmailTickets, ctx: Context, mail: MailProvider, signer: TicketCodeSigner, links: MailLinks
) -> None:
    """Send the buyer an e-mail with the tickets of an order, each with a QR code.

    Free tickets go to an address that is known to be the buyer's. Any other address gets a link to confirm it first.
    """
    await ticket_mails.send_tickets(ctx, mail, signer, links, job.order_id)
