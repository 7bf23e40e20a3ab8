"""Task: e-mail the tickets of an order."""

from shared.contracts.mail import MailProvider
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.tickets import actions, messages
from shared.tickets.jobs import EmailTickets
from shared.tickets.ports import TicketCodeSigner


@task(EmailTickets, attempts=8, per_second=10, timeout=120)
async def email_tickets(job: EmailTickets, ctx: Context, mail: MailProvider, signer: TicketCodeSigner) -> None:
    """Send the buyer an e-mail with the tickets of an order, each with a QR code."""
    event, tickets = await ctx.read(actions.get_tickets_to_send, job.order_id)
    codes = [signer.sign_ticket(ticket.id, ticket.event_id, ticket.type_id) for ticket in tickets]
    await mail.send(messages.compose_ticket_mail(event, tickets, codes))
    await ctx.commit_final(actions.record_mailing, job.order_id, now=ctx.now)
