"""Task: tell of cancelled tickets about which an earlier version was to mail."""

from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.tickets.jobs import EmailTicketCancellation
from shared.workflows.announcements import ticket_announcements


@task(EmailTicketCancellation, retry_hours=24)
async def email_ticket_cancellation(job: EmailTicketCancellation, ctx: Context) -> None:
    """Tell a buyer of cancelled tickets for which an earlier version has scheduled a mail.

    To be removed once no such job can be left: a day after the release that emits `TicketsCancelled`.
    """
    await ctx.commit_final(ticket_announcements.announce_earlier_cancellation, job, now=ctx.now)
