"""Words of people inside our messages: one line, no links, limited in length."""

import re
import unicodedata

NAME_LIMIT = 60
TEXT_LIMIT = 300
_MORE = "…"
_REMOVED = "[…]"
# Schemes that need no slashes after them.
_BARE_SCHEMES = "https?|ftp|mailto|tel|sms|smsto|javascript|vbscript|data|file|intent|market|whatsapp|tg"
_LINK = re.compile(rf"(?:[a-z0-9+.-]{{1,20}}:[/\\]|\b(?:{_BARE_SCHEMES}):|\bwww\d{{0,3}}\.)\S*", re.IGNORECASE)
# Mail programs make a link of `example.com` and of `ana@example.com`, but not of `example. com`.
_JOINT = re.compile(r"(?<=\w)([.@])(?=\w)")
_HIDDEN_CATEGORIES = ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")


def quote_name(name: str) -> str:
    """Return a person's name, or another short title, as a message may show it."""
    return quote_words(name, limit=NAME_LIMIT)


def quote_text(text: str | None) -> str | None:
    """Return the beginning of a person's text as a message may show it; None for no text."""
    return quote_words(text, limit=TEXT_LIMIT) if text else None


def quote_words(words: str, *, limit: int) -> str:
    """Return `words` as a message may show them.

    Line breaks and invisible characters become spaces. Addresses with a scheme become `[…]`. Mail programs make no
    link of the rest. What is longer than `limit` characters is cut off.
    """
    # Dots and slashes of other scripts become those that links are made of.
    folded = unicodedata.normalize("NFKC", words[: 4 * limit]).replace("\u3002", ".")
    shown = "".join(" " if unicodedata.category(one) in _HIDDEN_CATEGORIES else one for one in folded)
    neutral = _JOINT.sub(_separate, _LINK.sub(_REMOVED, shown))
    line = " ".join(neutral.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + _MORE


def _separate(joint: re.Match[str]) -> str:
    before, after = joint.string[joint.start() - 1], joint.string[joint.end()]
    # A price or a time, such as `157.500` and `14.30`, is no address.
    is_number = joint[1] == "." and before.isdigit() and after.isdigit()
    return joint[1] if is_number else f"{joint[1]} "
