"""Messages of pairing. Push messages tell that somebody calls, and nothing about who it is."""

from datetime import datetime
from typing import NamedTuple

from shared.contracts.mail import Mail
from shared.contracts.people import AccountCard, Locale
from shared.contracts.push import PushContent
from shared.kernel.quoted_words import quote_name
from shared.pairing.models import Pairing


class _CallWords(NamedTuple):
    title: str
    body: str


_CALL_WORDS: dict[Locale, _CallWords] = {
    "id": _CallWords("Ada yang ingin bercerita", "Seorang pelanggan menunggu mentor."),
    "en": _CallWords("Somebody wants to talk", "A customer is waiting for an expert."),
}


def compose_call_push(pairing: Pairing, locale: Locale, *, now: datetime) -> PushContent:
    """Compose the push about a call in the language of the expert; it is of use until the round ends."""
    words = _CALL_WORDS[locale]
    return PushContent(
        title=words.title,
        body=words.body,
        data={"pairing_id": pairing.id, "kind": "pairing_call"},
        collapse_key=pairing.id,
        ttl=pairing.round_ends_at - now,
        urgent=True,
    )


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
