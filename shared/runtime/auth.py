"""Authentication of callers, and the check that a function is meant for them."""

from collections.abc import Mapping

from shared.identity import rules, store
from shared.kernel.actors import ANYONE, Actor
from shared.kernel.errors import AppNotVerified, Forbidden, Unauthenticated
from shared.runtime.context import Context
from shared.runtime.specs import Spec

API_KEY_HEADER = "x-api-key"
APP_CHECK_HEADER = "x-firebase-appcheck"


async def authenticate_caller(spec: Spec, headers: Mapping[str, str], ctx: Context) -> Actor:
    """Authenticate the caller of a function for people or partners.

    Raises:
        Unauthenticated: No credentials, or none that are valid.
        AppNotVerified: The settings require App Check, and the request carries no valid token of it.
        Forbidden: The function is not meant for this caller.
    """
    key_id = _find_key_id(spec, headers)
    if key_id is not None:
        actor = rules.actor_from_partner_key(await ctx.prefetched_unit().get(store.partner_key_ref(key_id)))
        rules.check_scope(actor, spec.scope)
        ctx.runtime.instance_cache[_known_key(key_id)] = True
        return actor
    token = find_bearer_token(headers)
    if token is None:
        if "anyone" in spec.who:
            return ANYONE
        if "partner" in spec.who:
            raise Unauthenticated("no_key_or_token" if set(spec.who) - {"partner"} else "no_key")
        raise Unauthenticated("no_token")
    actor = await ctx.runtime.gateways.sign_in.authenticate_user(token)
    if actor.role not in spec.who and "anyone" not in spec.who:
        raise Forbidden("role", role=actor.role)
    rules.check_admin_scope(actor, spec.admin_scope)
    if actor.role != "admin" and "anyone" not in spec.who and ctx.runtime.settings.app_check == "required":
        await _check_app(headers, ctx)
    return actor


async def _check_app(headers: Mapping[str, str], ctx: Context) -> None:
    """Check that the call comes from one of our apps. Admins use the control center, which is no app.

    Raises:
        AppNotVerified: The request carries no valid App Check token.
    """
    token = headers.get(APP_CHECK_HEADER)
    if token is None:
        raise AppNotVerified("no_token")
    await ctx.runtime.gateways.app_check.check_token(token)


def is_known_partner(spec: Spec, headers: Mapping[str, str], ctx: Context) -> bool:
    """Return whether the request's key was valid at an earlier call of this instance. The key may be revoked since."""
    key_id = _find_key_id(spec, headers)
    return key_id is not None and _known_key(key_id) in ctx.runtime.instance_cache


def _find_key_id(spec: Spec, headers: Mapping[str, str]) -> str | None:
    key = headers.get(API_KEY_HEADER)
    return rules.compute_key_id(key) if key and "partner" in spec.who else None


def _known_key(key_id: str) -> str:
    return f"partner_key/{key_id}"


def is_person(actor: Actor) -> bool:
    """Return whether the actor is a person who signed in."""
    return actor.role in ("customer", "expert", "admin")


async def authenticate_internal_caller(spec: Spec, headers: Mapping[str, str], ctx: Context) -> Actor:
    """Authenticate the service account that calls an internal function."""
    token = find_bearer_token(headers)
    if token is None:
        raise Unauthenticated("no_identity_token")
    return await ctx.runtime.gateways.callers.authenticate_caller(
        token, audience=ctx.runtime.settings.url_for(spec.cloud_name)
    )


def find_bearer_token(headers: Mapping[str, str]) -> str | None:
    """Find the token of `Authorization: Bearer …`."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None
