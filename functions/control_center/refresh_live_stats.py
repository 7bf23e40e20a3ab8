"""What the dashboard listens to is counted again."""

from datetime import datetime

from shared.control_center import actions
from shared.control_center.models import LiveStats
from shared.kernel.ports import Reader
from shared.pairing import counting as pairings
from shared.pairing.jobs import RefreshLiveStats
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.sessions import store as sessions
from shared.sessions.models import SessionStatus


async def count(reader: Reader, *, now: datetime) -> LiveStats:
    """Counted in the index, not kept by adding up: it cannot drift."""
    today = await pairings.today(reader, now=now)
    return LiveStats(
        experts_online=await pairings.online(reader, now=now),
        customers_waiting=await pairings.waiting(reader),
        active_sessions=await reader.count(sessions.in_status(SessionStatus.ACTIVE)),
        paired_today=today.paired,
        median_wait_seconds=today.median_wait,
        counted_at=now,
    )


@task(RefreshLiveStats, per_second=1)
async def refresh_live_stats(_: RefreshLiveStats, ctx: Context) -> None:
    """Count who is online, waits and talks, a moment after any of it has changed, and each minute."""
    counted = await ctx.read(count, now=ctx.now)
    await ctx.conclude(actions.keep, counted)
