"""New keys: 256 random bits that can be recognised (and found by secret scanners) by how they begin."""

import secrets

from shared.identity.rules import PREFIX


def new() -> str:
    """A key that nobody has."""
    return PREFIX + secrets.token_urlsafe(32)
