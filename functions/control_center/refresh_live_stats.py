"""Task: count the live numbers."""

from shared.control_center import actions
from shared.pairing.jobs import RefreshLiveStats
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import live_stats


@task(RefreshLiveStats, per_second=1)
async def refresh_live_stats(_: RefreshLiveStats, ctx: Context) -> None:
    """Count experts online, customers waiting and sessions, soon after a change and every minute."""
    counted = await ctx.read(live_stats.count_live_stats, now=ctx.now)
    await ctx.commit_final(actions.save_live_stats, counted)
