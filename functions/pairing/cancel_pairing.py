"""HTTP: cancel a call."""

from shared.kernel.ids import PairingId
from shared.kernel.schemas import Request
from shared.pairing import pairing_requests, store
from shared.pairing.errors import PairingNotFound, PairingOver
from shared.pairing.schemas import PairingView
from shared.runtime.context import Context
from shared.runtime.triggers import http


class CancelPairing(Request):
    """Body of `cancel_pairing`."""

    pairing_id: PairingId
    """Id of the caller's open call, from `request_pairing` or `get_my_pairing`."""


@http.post(who="customer", raises=(PairingNotFound, PairingOver), dispatches=("tasks",))
async def cancel_pairing(body: CancelPairing, ctx: Context) -> PairingView:
    """Cancel the search for an expert.

    Credit, trial or payment come back. If a session has begun, the error names it.
    """
    await ctx.commit(pairing_requests.cancel_pairing, body.pairing_id, actor=ctx.actor.as_alias(), now=ctx.now)
    return PairingView.of(await ctx.read(store.get_pairing, body.pairing_id))
