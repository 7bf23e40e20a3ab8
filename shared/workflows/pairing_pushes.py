"""Push messages that tell experts of a pairing."""

from shared.contracts.push import PushSender
from shared.pairing import messages, store
from shared.pairing.jobs import PushPairing
from shared.workflows.call import Call


async def push_open_pairing(call: Call, push: PushSender, job: PushPairing) -> None:
    """Send one push message to all experts online, unless the round of the job is over."""
    pairing = await call.read(store.get_pairing, job.pairing_id)
    if notice := messages.compose_call_notice(pairing, round_=job.round, now=call.now):
        await push.send(notice)
