"""Segments of an SMS: what a text costs, and a text cut to what a few segments hold (3GPP TS 23.038 and 23.040)."""

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
_ONE_BASIC, _EACH_BASIC = 160, 153
_ONE_WIDE, _EACH_WIDE = 70, 67
_MORE_BASIC, _MORE_WIDE = "...", "…"


def count_segments(text: str) -> int:
    """Count the segments that `text` takes. Letters outside of the basic alphabet make all letters twice as wide."""
    units, (one, each) = _count_units(text), _limits_of(text)
    return 1 if units <= one else -(-units // each)


def shorten_to_segments(text: str, most: int) -> str:
    """Return `text`, or its beginning with dots, so that it takes at most `most` segments."""
    if count_segments(text) <= most:
        return text
    more = _MORE_BASIC if _is_basic(text) else _MORE_WIDE
    kept = text
    while kept and count_segments(kept.rstrip() + more) > most:
        kept = kept[:-1]
    return kept.rstrip() + more


def _is_basic(text: str) -> bool:
    return all(letter in _BASIC or letter in _EXTENDED for letter in text)


def _count_units(text: str) -> int:
    if _is_basic(text):
        return sum(2 if letter in _EXTENDED else 1 for letter in text)
    return len(text.encode("utf-16-le")) // 2


def _limits_of(text: str) -> tuple[int, int]:
    return (_ONE_BASIC, _EACH_BASIC) if _is_basic(text) else (_ONE_WIDE, _EACH_WIDE)
