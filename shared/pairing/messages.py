"""Messages of pairing. Push messages tell that somebody calls, and nothing about who it is."""

from datetime import datetime

from shared.contracts.mail import Mail
from shared.contracts.people import AccountCard
from shared.contracts.push import PushNotice
from shared.kernel.quoted_words import quote_name
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
            body="Seorang pelanggan menunggu mentor.",
            data={"pairing_id": pairing.id, "kind": "pairing_call"},
            collapse_key=pairing.id,
            ttl=pairing.round_ends_at - now,
        )
        for topic in topics
    ]


def compose_nobody_found(pairing: Pairing, person: AccountCard) -> Mail:
    """Compose the e-mail that tells a customer that no expert took the call, and what came back."""
    name = quote_name(person.full_name)
    return Mail(
        to=person.email or "",
        to_name=name,
        template="nobody_found",
        locale=person.locale,
        values={"name": name, "back": pairing.entitlement.kind},
        reference=pairing.id,
        grounds=person.email_grounds,
    )
