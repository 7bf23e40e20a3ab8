"""An expert is there no more."""

from shared.kernel.ids import UserId
from shared.pairing import presence
from shared.pairing.schemas import OfflineView
from shared.runtime.context import Context
from shared.runtime.triggers import http


@http.post(who="expert", dispatches=("tasks",))
async def go_offline(ctx: Context) -> OfflineView:
    """Take no more calls; the sessions that one has go on."""
    await ctx.commit(presence.go_offline, UserId(ctx.actor.id), now=ctx.now)
    return OfflineView()
