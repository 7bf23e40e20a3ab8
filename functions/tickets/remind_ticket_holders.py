"""Task: remind holders of an event's tickets."""

from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.tickets.jobs import RemindTicketHolders
from shared.workflows import event_reminders


@task(RemindTicketHolders, timeout=300)
async def remind_ticket_holders(job: RemindTicketHolders, ctx: Context) -> None:
    """Remind the holders of the next 500 tickets of an event, and schedule the task for those behind them."""
    await event_reminders.remind_ticket_holders(ctx, job)
