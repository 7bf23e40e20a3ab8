"""Schedule: take silent experts offline."""

from shared.pairing import presence, store
from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun, commit_each
from shared.runtime.triggers import schedule
from shared.workflows.session_handover import silent_experts


@schedule("* * * * *", timeout=60)
async def take_silent_experts_offline(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Set experts offline whose lease has ended, and hand their sessions over to others."""
    silent = await ctx.read(store.list_expired_heartbeats, at=tick.due_at, limit=300)
    tally = await commit_each(ctx, silent_experts.take_expert_offline, [lease.id for lease in silent], now=tick.due_at)
    await ctx.commit(presence.schedule_live_stats_refresh, now=ctx.now)
    return tally
