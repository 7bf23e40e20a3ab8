"""Send what a crash has left in the outbox."""

import asyncio

from shared.runtime.context import Context
from shared.runtime.jobs import Tally, Tick
from shared.runtime.relay import oldest, overdue
from shared.runtime.triggers import schedule


@schedule("* * * * *", timeout=120)
async def relay_outbox(tick: Tick, ctx: Context) -> Tally:
    """Publish events and enqueue jobs that nobody has sent though they were due."""
    entries = await ctx.read(overdue, now=tick.due_at, limit=500)
    if late := oldest(entries, now=tick.due_at):
        ctx.alert(f"outbox: an entry waits since {late.isoformat(timespec='seconds')}")
    sent = await asyncio.gather(*(ctx.relay(entry) for entry in entries))
    return Tally(counted=len(entries), failed=sent.count(False))
