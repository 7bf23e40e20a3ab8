"""Task: bring the stock of a ticket type to its quota."""

from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.tickets import actions
from shared.tickets.jobs import FillTicketStock


@task(FillTicketStock, timeout=300)
async def fill_ticket_stock(job: FillTicketStock, ctx: Context) -> None:
    """Create or withdraw units of a ticket type until their number equals the quota."""
    while await ctx.commit(actions.fill_ticket_stock, job.event_id, job.type_id):
        continue
