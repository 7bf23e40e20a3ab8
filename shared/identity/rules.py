"""Rules of access: restrictions of accounts, scopes of admins, and keys of partners."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.identity.errors import AccountClosed, AccountSuspended, AdminScopeMissing, SignedOut
from shared.identity.models import FOR_EVER, AccountRestriction, PartnerKey
from shared.kernel.actors import Actor, AdminScope
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
        raise Unauthenticated("api_key_not_valid")
    return Actor(
        "partner",
        key.partner_id,
        scopes=frozenset(key.scopes),
        events=frozenset(key.event_ids),
        key_id=key.id,
    )


def compute_sign_out_time(now: datetime) -> datetime:
    """Return the time before which all sign-ins lose their validity; tokens carry whole seconds."""
    return now.replace(microsecond=0) + timedelta(seconds=1 if now.microsecond else 0)


def is_closed(restriction: AccountRestriction, *, now: datetime) -> bool:
    """Return whether nobody can sign in with the account."""
    return restriction.closed and now < restriction.suspended_until


def check_account(
    restriction: AccountRestriction | None, actor: Actor, *, open_to_suspended: bool, now: datetime
) -> None:
    """Check that no restriction of the actor's account forbids the call.

    Args:
        restriction: Restriction of the account; None if there is none.
        actor: Person who calls.
        open_to_suspended: True if suspended people may make this call.
        now: Time of the call.

    Raises:
        SignedOut: The sign-in is older than the account's latest sign-out, or carries an admin's scope that was taken.
        AccountClosed: The account is closed.
        AccountSuspended: The account is suspended.
    """
    if restriction is None:
        return
    if is_closed(restriction, now=now):
        raise AccountClosed()
    if actor.signed_in_at is None or actor.signed_in_at < restriction.signed_in_after:
        raise SignedOut()
    if actor.role == "admin" and not _may_have_scopes(restriction, actor):
        raise SignedOut()
    if now < restriction.suspended_until and not open_to_suspended:
        until = restriction.suspended_until
        raise AccountSuspended(until=None if until == FOR_EVER else until, reason=restriction.reason)


def _may_have_scopes(restriction: AccountRestriction, actor: Actor) -> bool:
    """Return whether an admin's token carries only scopes that owners left: the claims follow some seconds later."""
    allowed = restriction.admin_scopes
    return allowed is None or (bool(allowed) and actor.scopes <= set(allowed))


def check_admin_scope(actor: Actor, scopes: Sequence[AdminScope]) -> None:
    """Check that an admin has one of `scopes`. An owner has all scopes; other people are not limited by scopes.

    Raises:
        AdminScopeMissing: The admin has none of the scopes.
    """
    if actor.role == "admin" and scopes and not actor.has_admin_scope(*scopes):
        raise AdminScopeMissing(scope=scopes[0], scopes=list(scopes))


def check_scope(actor: Actor, scope: str | None) -> None:
    """Check that a partner's key has `scope`. Users are not limited by scopes.

    Raises:
        Forbidden: The partner's key lacks the scope.
    """
    if actor.role == "partner" and scope is not None and scope not in actor.scopes:
        raise Forbidden("key_lacks_scope", scope=scope)
