"""Event: an expert is told that the listing is shown again."""

from shared.contracts.events.sessions import ListingResumed
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.announcements import strike_announcements


@on(ListingResumed)
async def tell_expert_when_listing_resumed(event: ListingResumed, ctx: Context) -> None:
    """Tell an expert that the pause of the listing is over."""
    await ctx.commit(strike_announcements.tell_expert_when_listing_resumed, event, now=ctx.now)
