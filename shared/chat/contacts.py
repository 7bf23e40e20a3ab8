"""Phone numbers, e-mail addresses, chat links and bank accounts in what people write: found, to be warned of or masked.

Whoever wants to get one through will; this stops the many who only try.
"""

import re
from typing import Literal

MASK = "•••"
_ROOMY = r"[\s.()/-]{0,3}"
_PATTERNS = (
    r"[A-Za-z0-9._%+-]{1,64}\s?(?:@|\[at\]|\(at\))\s?[A-Za-z0-9-]{1,63}(?:\s?(?:\.|\[dot\]|\(dot\))\s?[A-Za-z]{2,})+",
    r"(?:https?://)?(?:wa\.me|api\.whatsapp\.com|t\.me|line\.me)/\S+",
    rf"(?:(?:\+|00){_ROOMY}62|\b62|\b0){_ROOMY}8(?:{_ROOMY}\d){{7,11}}(?!\d)",
    rf"\b(?:bca|bni|bri|mandiri|bsi|cimb|permata|btn|rek(?:ening)?|no\.?\s?rek)\b[^\d\n]{{0,20}}\d(?:{_ROOMY}\d){{7,15}}(?!\d)",
)
_CONTACT = re.compile("|".join(_PATTERNS), re.IGNORECASE)


def filtered(text: str, how: Literal["off", "warn", "mask"]) -> tuple[str, Literal["contact"] | None]:
    """*text* as it may be sent, and whether there was a contact in it."""
    if how == "off" or _CONTACT.search(text) is None:
        return text, None
    return (_CONTACT.sub(MASK, text) if how == "mask" else text), "contact"
