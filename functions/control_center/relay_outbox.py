"""Schedule: send outbox entries that were left behind."""

import asyncio

from shared.runtime.context import Context
from shared.runtime.outbox_sweep import alert_of_late_entries, list_overdue_entries, relay_entry
from shared.runtime.schedules import RunSummary, ScheduledRun
from shared.runtime.triggers import schedule


@schedule("* * * * *", timeout=120)
async def relay_outbox(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Publish events and enqueue jobs that are due and were not sent."""
    entries = await ctx.read(list_overdue_entries, now=tick.due_at, limit=500)
    alert_of_late_entries(ctx, entries, now=tick.due_at)
    sent = await asyncio.gather(*(relay_entry(ctx, entry) for entry in entries))
    return RunSummary(counted=len(entries), failed=sent.count(False))
