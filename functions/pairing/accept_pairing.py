"""HTTP: accept a call."""

from shared.kernel.ids import PairingId
from shared.kernel.schemas import Request
from shared.pairing.errors import ACCEPT_ERRORS
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions.errors import SessionOver
from shared.sessions.schemas import SessionView
from shared.workflows import session_start


class AcceptPairing(Request):
    """Body of `accept_pairing`."""

    pairing_id: PairingId
    """Id of the call to accept, from `list_open_pairings`."""


@http.post(who="expert", raises=(*ACCEPT_ERRORS, SessionOver), dispatches=("tasks",), min_instances=1)
async def accept_pairing(body: AcceptPairing, ctx: Context) -> SessionView:
    """Accept a customer's call.

    The first expert gets it, and the session begins with its room; the others get `already_taken`.
    """
    return SessionView.of(await session_start.accept_pairing(ctx, body.pairing_id))
