"""Push messages that tell experts of a pairing."""

import asyncio

from shared.contracts.push import PushSender
from shared.pairing import messages, store
from shared.pairing.jobs import PushPairing
from shared.workflows.call import Call


async def push_open_pairing(call: Call, push: PushSender, job: PushPairing) -> None:
    """Send one push message to the experts of each board with the call, unless the job's round is over."""
    pairing = await call.read(store.get_pairing, job.pairing_id)
    notices = messages.compose_call_notices(pairing, round_=job.round, now=call.now)
    await asyncio.gather(*(push.send(notice) for notice in notices))
