"""E-mail addresses: whether two spellings are one address. `contact_inputs` reads what people write."""


def is_same_address(one: str | None, other: str | None) -> bool:
    """Return whether both are one address. Capitals are kept for the sending, and tell no addresses apart."""
    return one == other or (one is not None and other is not None and one.lower() == other.lower())
