"""HTTP: get the caller's open call."""

from shared.pairing.errors import PairingNotFound
from shared.pairing.schemas import PairingView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import pairing_views


@http.get(who="customer", raises=(PairingNotFound,))
async def get_my_pairing(ctx: Context) -> PairingView:
    """Get the caller's open call, with `checkout_url` while it is unpaid, or the call whose session still goes on."""
    return await ctx.read(pairing_views.get_open_pairing_view, ctx.actor.alias)
