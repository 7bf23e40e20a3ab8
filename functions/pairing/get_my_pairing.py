"""The call that one has open."""

from shared.pairing import store
from shared.pairing.errors import PairingNotFound
from shared.pairing.schemas import PairingView
from shared.runtime.context import Context
from shared.runtime.triggers import http


@http.get(who="customer", raises=(PairingNotFound,))
async def get_my_pairing(ctx: Context) -> PairingView:
    """Show the caller's open call, or the one whose session still goes on."""
    return PairingView.of(await ctx.read(store.open_pairing_of, ctx.actor.alias))
