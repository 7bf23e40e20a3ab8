"""HTTP: get the live numbers."""

from shared.control_center import store
from shared.control_center.schemas import DashboardView
from shared.runtime.context import Context
from shared.runtime.triggers import http


@http.get(who="admin", admin_scope="supervisor")
async def get_dashboard(ctx: Context) -> DashboardView:
    """Get the numbers of experts online, customers waiting and sessions, as counted last."""
    return DashboardView.of(await ctx.read(store.find_live_stats))
