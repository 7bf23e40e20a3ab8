"""Generation of partner keys: 256 random bits behind a fixed prefix that secret scanners recognise."""

import secrets

from shared.identity.rules import KEY_PREFIX


def generate_partner_key() -> str:
    """Generate a new random partner key."""
    return KEY_PREFIX + secrets.token_urlsafe(32)
