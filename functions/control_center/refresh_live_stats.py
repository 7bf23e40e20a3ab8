"""Task: count the live numbers."""

from datetime import datetime

from shared.control_center import actions
from shared.control_center.models import LiveStats
from shared.kernel.ports import Reader
from shared.pairing import live_stats as pairings
from shared.pairing.jobs import RefreshLiveStats
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.sessions import store as sessions
from shared.sessions.models import SessionStatus


async def count_live_stats(reader: Reader, *, now: datetime) -> LiveStats:
    """Count the live numbers in the index. Nothing is added up, so the numbers cannot drift."""
    today = await pairings.get_pairing_stats_today(reader, now=now)
    return LiveStats(
        experts_online=await pairings.count_online_experts(reader, now=now),
        customers_waiting=await pairings.count_waiting_customers(reader),
        active_sessions=await reader.count(sessions.sessions_in_status_query(SessionStatus.ACTIVE)),
        paired_today=today.paired,
        median_wait_seconds=today.median_wait,
        counted_at=now,
    )


@task(RefreshLiveStats, per_second=1)
async def refresh_live_stats(_: RefreshLiveStats, ctx: Context) -> None:
    """Count experts online, customers waiting and sessions, soon after a change and every minute."""
    counted = await ctx.read(count_live_stats, now=ctx.now)
    await ctx.commit_final(actions.save_live_stats, counted)
