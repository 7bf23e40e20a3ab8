"""Phone numbers: the international form of numbers as Indonesians write them."""


def to_international_phone(phone: str) -> str:
    """Convert an Indonesian number, such as `0812…`, to the international form; other numbers stay."""
    return f"+62{phone[1:]}" if phone.startswith("0") else phone
