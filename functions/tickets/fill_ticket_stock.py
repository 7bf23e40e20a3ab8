"""Bring a type's stock to its quota, where the saving of it was cut off."""

from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.tickets import actions
from shared.tickets.jobs import FillTicketStock


@task(FillTicketStock, timeout=300)
async def fill_ticket_stock(job: FillTicketStock, ctx: Context) -> None:
    """Make or withdraw units until there are as many as the quota says."""
    while await ctx.commit(actions.fill_ticket_stock, job.event_id, job.type_id):
        continue
