"""Task: notify experts of a call."""

from shared.contracts.push import PushSender
from shared.pairing.jobs import PushPairing
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import pairing_pushes


@task(PushPairing, per_second=100)
async def push_pairing(job: PushPairing, ctx: Context, push: PushSender) -> None:
    """Ring the phones of the free experts who suit a call best, each on every live device.

    Nothing is sent if the round is over or the customer no longer waits.
    """
    await pairing_pushes.push_open_pairing(ctx, push, job)
