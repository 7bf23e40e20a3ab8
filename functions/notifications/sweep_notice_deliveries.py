"""Schedule: find deliveries whose task was lost."""

from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun, commit_each
from shared.runtime.triggers import schedule
from shared.workflows import held_notices


@schedule("*/5 * * * *", timeout=120)
async def sweep_notice_deliveries(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Release notifications whose quiet hours are over, and close deliveries that nobody has sent in their time.

    What must arrive goes on to the next channel if its vendor has been silent for 15 minutes.
    """
    places = await ctx.read(held_notices.list_overdue_places, at=tick.due_at)
    released = await commit_each(ctx, held_notices.release_overdue_place, places, at=tick.due_at)
    worthless = await ctx.read(held_notices.list_worthless_ids, at=tick.due_at)
    closed = await commit_each(ctx, held_notices.drop_worthless_delivery, worthless, at=tick.due_at)
    overdue = await ctx.read(held_notices.list_overdue_ids, at=tick.due_at)
    return released + closed + await commit_each(ctx, held_notices.pass_on_delivery, overdue, at=tick.due_at)
