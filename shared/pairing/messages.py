"""Push messages of pairing. They tell that somebody calls, and nothing about who it is."""

from datetime import datetime

from shared.contracts.push import PushNotice
from shared.pairing.models import Pairing

TOPIC = "bestie-calls"
"""Topic that the experts' app follows while it is online: one message reaches all experts."""


def compose_call_notice(pairing: Pairing, *, round_: int, now: datetime) -> PushNotice | None:
    """Compose the push message of a round; None if the round is over or nobody waits any more."""
    if pairing.gives_up_at is None or pairing.round != round_ or now >= pairing.round_ends_at:
        return None
    return PushNotice(
        topic=TOPIC,
        title="Ada yang ingin bercerita",
        body="Seseorang menunggu teman bicara.",
        data={"pairing_id": pairing.id, "kind": "pairing_call"},
        collapse_key=pairing.id,
        ttl=pairing.round_ends_at - now,
    )
