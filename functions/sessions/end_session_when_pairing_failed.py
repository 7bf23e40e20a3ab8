"""Nobody could be found to go on with a session: it ends."""

from shared.contracts.events.pairing import PairingFailed
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.session_handover import abandonment


@on(PairingFailed, rerouted=True)
async def end_session_when_pairing_failed(event: PairingFailed, ctx: Context) -> None:
    """End the session for which nobody could be found; a first call has none yet."""
    await ctx.commit(abandonment.give_up_session, event, now=ctx.now)
