"""New keys: 256 random bits that can be recognised (and found by secret scanners) by how they begin."""

import secrets

from shared.identity.rules import KEY_PREFIX


def generate_partner_key() -> str:
    """A key that nobody has."""
    return KEY_PREFIX + secrets.token_urlsafe(32)
