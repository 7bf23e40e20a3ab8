"""Filter for contact details in texts: phone numbers, e-mail addresses, chat links and bank accounts.

The filter deters most attempts; determined people can get around the patterns.
"""

import re
import unicodedata
from typing import Literal

MASK = "•••"

_BANKS = (
    "bca bni bri bsi btn btpn cimb danamon jago jenius mandiri maybank muamalat neobank ocbc panin permata seabank"
).split()
_MAILBOXES = r"(?:gmail|ymail|yahoo|hotmail|outlook|icloud|protonmail)"
# Characters between spaced-out digits; no newline and no character of the mask.
_GAP = r"[ \t.()/_*~-]{0,3}"
_PRICE = r"[1-9]\d{0,2}(?:[.,]\d{3})+(?!\d)"
_DATE = r"""(?:
    \d{1,2}[-/.]\d{1,2}[-/.](?:(?:19|20)\d\d|\d\d)(?![-/.]?\d)
    | \d{1,2}[ ]\d{1,2}[ ](?:19|20)\d\d(?![ ]?\d)
    | (?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)
)"""
_TIME = r"(?:[01]?\d|2[0-3])[.:][0-5]\d(?![.:]?\d)"
_REFERENCE = r"\bBE-\d{8}-[A-Z0-9]{6}\b"

_MAIL = rf"""(?<![\w.%+-])[\w.%+-]++(?:
    @[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{{2,24}}
    | [ ]{{0,2}}[(\[{{][ ]?at[ ]?[)\]}}][ ]{{0,2}}[a-z0-9-]+
        (?:[ ]{{0,2}}(?:\.|[(\[{{][ ]?(?:dot|titik)[ ]?[)\]}}])[ ]{{0,2}}[a-z]{{2,24}}){{0,3}}
    | [ ]{{0,2}}@[ ]{{0,2}}{_MAILBOXES}(?![a-z])(?:[ ]{{0,2}}(?:\.|dot|titik)[ ]{{0,2}}[a-z]{{2,3}}(?![a-z])){{0,2}}
)"""
_LINK = r"""(?<![\w.])(?:https?://)?(?:www\.)?
    (?:wa\.me|(?:api|chat)\.whatsapp\.com|t\.me|telegram\.me|line\.me|lin\.ee)/[^\s,;]+"""
_HANDLE = r"""
    \b(?:id[ ]{0,2}line|line[ ]{0,2}id)\b[ ]{0,2}[:=]?[ ]{0,2}(?:@|(?=[\w.-]{0,30}\d))[\w.-]{3,}+
    | \bline\b[ ]{0,2}[:=]?[ ]{0,2}@[\w.-]{3,}+
"""
_PHONE = rf"""(?<!\d)(?:
    (?:(?:(?:\+|00){_GAP}6{_GAP}2 | 62){_GAP}(?:0{_GAP})? | 0{_GAP})8(?:{_GAP}\d){{8,11}}
    | \+[1-9](?:[ ()-]{{0,2}}\d){{8,14}}
)(?!\d)"""
_ACCOUNT = rf"""
    \b(?:{"|".join(_BANKS)}|no\.?[ ]?rek|norek|rek(?:ening)?)(?![a-z])(?:(?!\brp|\bidr)[^\d\n•]){{0,20}}
        (?!{_PRICE}|{_DATE})\d(?:{_GAP}\d){{9,15}}(?!\d)
    | (?<!\d)\d(?:[ .-]?\d){{9,15}}(?!\d)[ ]{{0,3}}\(?(?:bank[ ])?
        (?:(?:{"|".join(_BANKS)}|atas[ ]nama) | a\.?/?n)(?![a-z])\.?
"""
# Dates, times, prices and references match first, so that no contact is found inside of them. A match directly after
# a mask is skipped: the first pass left that text unmasked, so masking is idempotent.
_TOKENS = re.compile(
    rf"""(?P<address>(?<!{MASK})(?:{_MAIL} | {_LINK} | {_HANDLE}))
    | (?<!\d)(?:{_DATE} | {_TIME} | {_PRICE}) | {_REFERENCE}
    | (?P<number>(?<!{MASK})(?:{_PHONE} | {_ACCOUNT}))""",
    re.IGNORECASE | re.VERBOSE,
)


def filter_contacts(text: str, mode: Literal["off", "warn", "mask"]) -> tuple[str, Literal["contact"] | None]:
    """Search `text` for contact details, and mask the details if `mode` says so.

    Args:
        text: Text as a person wrote it.
        mode: `off` searches nothing, `warn` only reports, `mask` replaces each contact by `MASK`.

    Returns:
        The text to send, and `contact` if a contact was found, otherwise None.
    """
    if mode == "off":
        return text, None
    found = [token.span() for token in _TOKENS.finditer(_to_plain_text(text)) if token["address"] or token["number"]]
    if not found:
        return text, None
    return (_mask_spans(text, found) if mode == "mask" else text), "contact"


def _mask_spans(text: str, spans: list[tuple[int, int]]) -> str:
    parts, end = [], 0
    for begin, until in spans:
        parts += [text[end:begin], MASK]
        end = until
    return "".join((*parts, text[end:]))


def _to_plain_text(text: str) -> str:
    """Convert each character of `text` to its plain form, of the same length.

    Digits of other scripts become ASCII digits. Invisible characters become spaces.
    """
    return text if text.isascii() else "".join(map(_to_plain_letter, text))


def _to_plain_letter(letter: str) -> str:
    if letter.isascii():
        return letter
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return " "
    digit = unicodedata.decimal(letter, None)
    plain = unicodedata.normalize("NFKC", letter)
    return str(digit) if digit is not None else plain if len(plain) == 1 else letter
