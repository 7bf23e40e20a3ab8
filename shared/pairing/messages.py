"""Push messages of pairing. They tell that somebody calls, and nothing about who it is."""

from datetime import datetime

from shared.contracts.push import PushNotice
from shared.pairing.models import Pairing

_TOPIC = "bestie-calls"
"""Topic of a call of an earlier version, which is on no board."""


def compose_call_notices(pairing: Pairing, *, round_: int, now: datetime) -> list[PushNotice]:
    """Compose the push messages of a round, one for each board; none if the round is over or nobody waits any more."""
    if pairing.gives_up_at is None or pairing.round != round_ or now >= pairing.round_ends_at:
        return []
    topics = [_TOPIC] if pairing.boards is None else [f"{_TOPIC}-{board}" for board in pairing.boards]
    return [
        PushNotice(
            topic=topic,
            title="Ada yang ingin bercerita",
            body="Seseorang menunggu teman bicara.",
            data={"pairing_id": pairing.id, "kind": "pairing_call"},
            collapse_key=pairing.id,
            ttl=pairing.round_ends_at - now,
        )
        for topic in topics
    ]
