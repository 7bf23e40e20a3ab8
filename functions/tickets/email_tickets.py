"""Task: send the tickets of an order."""

from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.tickets.jobs import EmailTickets
from shared.workflows.announcements import ticket_announcements


@task(EmailTickets, retry_hours=24)
async def email_tickets(job: EmailTickets, ctx: Context) -> None:
    """Send the buyer a mail with the tickets of an order, each with a QR code. The buyer's account is told in the app.

    Free tickets go to an address that is known to be the buyer's. Any other address gets a link to confirm it first.
    """
    asking = ctx.delivery or ""
    await ctx.commit_final(ticket_announcements.announce_tickets, job.order_id, asking=asking, now=ctx.now)
