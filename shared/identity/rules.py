"""What makes a key good, and what it may do."""

import hashlib

from shared.identity.models import PartnerKey
from shared.kernel.actors import Actor
from shared.kernel.errors import Forbidden, Unauthenticated

KEY_PREFIX = "tmn_"


def compute_key_id(key: str) -> str:
    """A key has 256 random bits, so a plain hash keeps it as safe as a slow one would."""
    return hashlib.sha256(key.encode()).hexdigest()


def compute_key_prefix(key: str) -> str:
    """The beginning of a key: enough to recognise it, too little to use it."""
    return key[: len(KEY_PREFIX) + 6]


def actor_from_partner_key(key: PartnerKey | None) -> Actor:
    """Who calls with *key*; `Unauthenticated` when it was never made or has been revoked."""
    if key is None or key.revoked_at is not None:
        raise Unauthenticated("This API key is not valid.")
    return Actor("partner", key.partner_id, scopes=frozenset(key.scopes))


def check_scope(actor: Actor, scope: str | None) -> None:
    """`Forbidden` when a partner's key lacks *scope*; people are not bound by scopes."""
    if actor.role == "partner" and scope is not None and scope not in actor.scopes:
        raise Forbidden(f"This API key lacks the scope {scope}.", scope=scope)
