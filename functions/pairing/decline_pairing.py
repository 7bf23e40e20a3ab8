"""HTTP: decline a call."""

from shared.kernel.ids import PairingId, UserId
from shared.kernel.schemas import Request
from shared.pairing import presence
from shared.pairing.errors import NotOnline, PairingNotFound
from shared.pairing.schemas import DeclinedView
from shared.runtime.context import Context
from shared.runtime.triggers import http


class DeclinePairing(Request):
    """Body of `decline_pairing`."""

    pairing_id: PairingId
    """Id of the call that the expert does not want, from `list_open_pairings`."""


@http.post(who="expert", raises=(NotOnline, PairingNotFound))
async def decline_pairing(body: DeclinePairing, ctx: Context) -> DeclinedView:
    """Hide a call from the expert; other experts still see it."""
    await ctx.commit(presence.decline_pairing, UserId(ctx.actor.id), body.pairing_id, now=ctx.now)
    return DeclinedView(pairing_id=body.pairing_id)
