"""HTTP: get the live numbers."""

from shared.control_center import store
from shared.control_center.models import LiveStats
from shared.kernel.ports import Reader
from shared.kernel.schemas import Moment, View
from shared.runtime.context import Context
from shared.runtime.triggers import http


class DashboardView(View):
    """As `stats/live`, which a dashboard listens to; all 0 before the first count."""

    experts_online: int = 0
    """Number of experts who can take calls: online and with a recent heartbeat."""
    customers_waiting: int = 0
    """Number of customers whose call searches for an expert."""
    active_sessions: int = 0
    """Number of sessions that go on."""
    paired_today: int = 0
    """Number of calls that experts accepted since midnight in Jakarta."""
    median_wait_seconds: int | None = None
    """Median wait in seconds of today's latest accepted calls; null when there are none."""
    counted_at: Moment | None = None
    """Instant in UTC of the count; null before the first one."""


async def find_live_stats(reader: Reader) -> LiveStats | None:
    """Find the live numbers that were counted last."""
    return await reader.get(store.LIVE_STATS_REF)


@http.get(who="admin")
async def get_dashboard(ctx: Context) -> DashboardView:
    """Get the numbers of experts online, customers waiting and sessions, as counted last."""
    counted = await ctx.read(find_live_stats)
    return DashboardView.model_validate(counted.model_dump()) if counted else DashboardView()
