"""HTTP: go offline as an expert."""

from shared.kernel.ids import UserId
from shared.pairing import presence
from shared.pairing.schemas import OfflineView
from shared.runtime.context import Context
from shared.runtime.triggers import http


@http.post(who="expert", dispatches=("tasks",))
async def go_offline(ctx: Context) -> OfflineView:
    """Stop taking calls. Sessions that go on are not affected."""
    await ctx.commit(presence.go_offline, UserId(ctx.actor.id), now=ctx.now)
    return OfflineView()
