"""HTTP: stay online."""

from shared.kernel.ids import UserId
from shared.pairing import presence
from shared.pairing.errors import NotOnline
from shared.pairing.schemas import LeaseView
from shared.runtime.context import Context
from shared.runtime.triggers import http


@http.post(who="expert", raises=(NotOnline,))
async def send_heartbeat(ctx: Context) -> LeaseView:
    """Extend the expert's lease by 90 seconds.

    An expert who is offline gets `not_online` and calls `go_online` again.
    """
    lease = await ctx.commit(presence.renew_heartbeat, UserId(ctx.actor.id), now=ctx.now)
    return LeaseView(online_until=lease.until)
