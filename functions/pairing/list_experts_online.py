"""HTTP: list the experts who are online."""

from shared.kernel.paging import Page
from shared.pairing import presence
from shared.pairing.schemas import ExpertOnlineView
from shared.runtime.context import Context
from shared.runtime.triggers import http


@http.get(who="admin", admin_scope="supervisor")
async def list_experts_online(ctx: Context) -> Page[ExpertOnlineView]:
    """List the experts who are online now, with the number of customers of each."""
    return Page(items=await ctx.read(presence.list_online_experts, now=ctx.now))
