"""HTTP: get the caller's standing."""

from shared.kernel.ids import UserId
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions.strike_schemas import StandingView
from shared.workflows import expert_strikes


@http.get(who=("customer", "expert"))
async def get_my_standing(ctx: Context) -> StandingView:
    """Get what the caller's strikes lead to now, and what a further one would lead to.

    Nobody finds or books an expert whose listing is paused or waits for a new vetting, and no call arrives. Bookings
    and sessions that were agreed before go on.
    """
    return await ctx.read(expert_strikes.get_standing, UserId(ctx.actor.id), now=ctx.now)
