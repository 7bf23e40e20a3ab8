"""Task: notify experts of a call."""

from shared.contracts.push import PushSender
from shared.pairing.jobs import PushPairing
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import pairing_pushes


@task(PushPairing, per_second=100)
async def push_pairing(job: PushPairing, ctx: Context, push: PushSender) -> None:
    """Send one push message to all experts who are on call, if the customer still waits in this round."""
    await pairing_pushes.push_open_pairing(ctx, push, job)
