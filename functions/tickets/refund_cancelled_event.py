"""Task: refund a page of the orders of a cancelled event."""

from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.tickets.jobs import RefundCancelledEvent
from shared.workflows import event_cancellation


@task(RefundCancelledEvent, attempts=10, per_second=4)
async def refund_cancelled_event(job: RefundCancelledEvent, ctx: Context) -> None:
    """Revoke the tickets of some orders of a cancelled event, refund the orders, and schedule the next page."""
    await ctx.commit_final(event_cancellation.refund_page_of_event, job.event_id, job.page, now=ctx.now)
