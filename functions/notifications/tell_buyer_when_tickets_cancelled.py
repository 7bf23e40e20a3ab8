"""Event: a buyer is told of cancelled tickets."""

from shared.contracts.events.tickets import TicketsCancelled
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.announcements import ticket_announcements


@on(TicketsCancelled)
async def tell_buyer_when_tickets_cancelled(event: TicketsCancelled, ctx: Context) -> None:
    """Tell a buyer of cancelled tickets: in the app and by push, and by mail to the address of the order."""
    await ctx.commit(ticket_announcements.tell_buyer_when_tickets_cancelled, event, now=ctx.now)
