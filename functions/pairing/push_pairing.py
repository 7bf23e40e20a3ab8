"""The experts' phones ring."""

from shared.pairing import messages, store
from shared.pairing.jobs import PushPairing
from shared.runtime.context import Context
from shared.runtime.triggers import task


@task(PushPairing, per_second=100, gateways=("push",))
async def push_pairing(job: PushPairing, ctx: Context) -> None:
    """Send one message to all who listen for calls, if somebody still waits in this round."""
    pairing = await ctx.read(store.get_pairing, job.pairing_id)
    if notice := messages.compose_call_notice(pairing, round_=job.round, now=ctx.now):
        await ctx.gateways.push.send(notice)
