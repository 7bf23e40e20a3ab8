"""Rules of partner keys: hash, prefix, validity and scopes."""

import hashlib

from shared.identity.models import PartnerKey
from shared.kernel.actors import Actor
from shared.kernel.errors import Forbidden, Unauthenticated

KEY_PREFIX = "tmn_"


def compute_key_id(key: str) -> str:
    """Compute the id of a key, its SHA-256 hash.

    A slow hash is not needed: a key has 256 random bits, so nobody can guess the key from its hash.
    """
    return hashlib.sha256(key.encode()).hexdigest()


def compute_key_prefix(key: str) -> str:
    """Return the first characters of a key: enough to recognise the key, too few to use the key."""
    return key[: len(KEY_PREFIX) + 6]


def actor_from_partner_key(key: PartnerKey | None) -> Actor:
    """Build the actor of a request that carries `key`.

    Raises:
        Unauthenticated: The key does not exist or is revoked.
    """
    if key is None or key.revoked_at is not None:
        raise Unauthenticated("This API key is not valid.")
    return Actor(
        "partner",
        key.partner_id,
        scopes=frozenset(key.scopes),
        events=frozenset(key.event_ids),
        key_id=key.id,
    )


def check_scope(actor: Actor, scope: str | None) -> None:
    """Check that a partner's key has `scope`. Users are not limited by scopes.

    Raises:
        Forbidden: The partner's key lacks the scope.
    """
    if actor.role == "partner" and scope is not None and scope not in actor.scopes:
        raise Forbidden(f"This API key lacks the scope {scope}.", scope=scope)
