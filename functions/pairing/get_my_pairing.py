"""HTTP: get the caller's latest call."""

from shared.pairing.errors import PairingNotFound
from shared.pairing.schemas import PairingView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import pairing_views


@http.get(who="customer", raises=(PairingNotFound,))
async def get_my_pairing(ctx: Context) -> PairingView:
    """Get the caller's open call, with `checkout_url` while it is unpaid, or the call whose session still goes on.

    A call that searches has its place among those that wait in `queue`.
    Without either, get the last call that ended without a session, until the caller calls again.
    """
    return await ctx.read(pairing_views.get_latest_pairing_view, ctx.actor.alias, now=ctx.now)
