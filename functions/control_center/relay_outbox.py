"""Schedule: send outbox entries that were left behind, and events that nobody has done."""

from shared.runtime.context import Context
from shared.runtime.outbox_sweep import sweep_outbox
from shared.runtime.schedules import RunSummary, ScheduledRun
from shared.runtime.triggers import schedule


@schedule("* * * * *", timeout=120)
async def relay_outbox(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Publish events and enqueue jobs that are due and were not sent, or that a function has not done."""
    return await sweep_outbox(ctx, now=tick.due_at)
