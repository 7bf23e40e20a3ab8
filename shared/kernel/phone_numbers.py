"""Phone numbers: one spelling for the numbers that are stored. `contact_inputs` reads what people write."""

import re

_INTERNATIONAL = re.compile(r"\+[1-9][0-9]{7,14}")


def to_international_phone(phone: str) -> str:
    """Convert an Indonesian number of a stored document, such as `0812…`, to the international form.

    Earlier versions stored numbers as people wrote them: `0812…`, `0062812…` and `+620812…`. Other numbers stay.
    """
    if phone.startswith("00"):
        phone = f"+{phone[2:]}"
    elif phone.startswith("0"):
        phone = f"+62{phone[1:]}"
    return f"+62{phone[3:].lstrip('0')}" if phone.startswith("+620") else phone


def find_international_phone(phone: str) -> str | None:
    """Convert a stored number as `to_international_phone` does; None if no network can have the number."""
    found = to_international_phone(phone)
    return found if _INTERNATIONAL.fullmatch(found) else None
