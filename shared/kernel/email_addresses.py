"""E-mail addresses: whether two spellings are one address, and how others see one.

`contact_inputs` reads what people write.
"""


def is_same_address(one: str | None, other: str | None) -> bool:
    """Return whether both are one address. Capitals are kept for the sending, and tell no addresses apart."""
    return one == other or (one is not None and other is not None and one.lower() == other.lower())


def mask_address(address: str) -> str:
    """Return what others may see of an address: its first letter, such as `s…@…`."""
    return f"{address[:1]}…@…"
