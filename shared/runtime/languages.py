"""Language of an answer: the one that the caller's app asks for, or the account's, or Indonesian."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from shared.contracts.people import Locale
from shared.kernel.dates import JAKARTA
from shared.kernel.zones import find_zone

DEFAULT_LOCALE: Locale = "id"
"""Language of texts for callers who ask for none of ours, and whose account has not been read."""

_MAX_LENGTH = 1_000
# Browsers of older systems call Indonesian `in`.
_LOCALES: dict[str, Locale] = {"id": "id", "in": "id", "en": "en"}


def find_accepted_locale(accept_language: str | None) -> Locale | None:
    """Find the language of ours that the header `Accept-Language` (RFC 9110) ranks first; None if it names none."""
    found: Locale | None = None
    best = 0.0
    for part in (accept_language or "")[:_MAX_LENGTH].split(","):
        tag, _, weight = part.partition(";")
        locale = _LOCALES.get(tag.strip().lower().partition("-")[0])
        quality = _parse_quality(weight)
        if locale and quality > best:
            found, best = locale, quality
    return found


class AccountLanguage(NamedTuple):
    """Language and zone in which a person reads."""

    locale: Locale = DEFAULT_LOCALE
    zone: ZoneInfo = JAKARTA


def parse_account(stored: Mapping[str, Any] | None) -> AccountLanguage:
    """Parse the language and the zone of a stored account; without one, the defaults."""
    if stored is None:
        return AccountLanguage()
    locale = _LOCALES.get(str(stored.get("locale")), DEFAULT_LOCALE)
    return AccountLanguage(locale, find_zone(str(stored.get("zone"))) or JAKARTA)


def _parse_quality(weight: str) -> float:
    name, _, number = weight.replace(" ", "").partition("=")
    if not name:
        return 1.0
    try:
        return float(number) if name == "q" else 0.0
    except ValueError:
        return 0.0
