"""Schedule: do what follows from silence in assignments, every ten minutes."""

from shared.assignments import store
from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun, commit_each
from shared.runtime.triggers import schedule
from shared.workflows import assignment_ends


@schedule("3-59/10 * * * *", timeout=300)
async def advance_assignments(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Accept what nobody has objected to, mark and refund what never came, and end disputes that nobody has decided.

    Unpaid assignments that have missed an event of their order follow the order; reminders whose task was lost are
    sent. The next run continues.
    """
    overdue = await ctx.read(store.list_overdue_assignments, at=tick.due_at, limit=200)
    return await commit_each(ctx, assignment_ends.advance_assignment, overdue, now=tick.due_at)
