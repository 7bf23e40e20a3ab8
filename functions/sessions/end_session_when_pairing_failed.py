"""Event: end a session for which no expert was found."""

from shared.contracts.events.pairing import PairingFailed
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.session_handover import abandonment


@on(PairingFailed, rerouted=True)
async def end_session_when_pairing_failed(event: PairingFailed, ctx: Context) -> None:
    """End the session for which no other expert could be found. A first call has no session yet."""
    await ctx.commit(abandonment.give_up_session, event, now=ctx.now)
