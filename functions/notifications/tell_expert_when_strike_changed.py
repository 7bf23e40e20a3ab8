"""Event: an expert is told about a strike."""

from shared.contracts.events.sessions import StrikeChanged
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.announcements import strike_announcements


@on(StrikeChanged)
async def tell_expert_when_strike_changed(event: StrikeChanged, ctx: Context) -> None:
    """Tell an expert about a strike, its consequence and the time to appeal, or that it was lifted or kept."""
    await ctx.commit(strike_announcements.tell_expert_when_strike_changed, event, now=ctx.now)
