"""Authentication of callers, and the check that a function is meant for them."""

from collections.abc import Mapping

from shared.identity import rules, store
from shared.kernel.actors import ANYONE, Actor
from shared.kernel.errors import Forbidden, Unauthenticated
from shared.runtime.context import Context
from shared.runtime.specs import Spec

API_KEY_HEADER = "x-api-key"


async def authenticate_caller(spec: Spec, headers: Mapping[str, str], ctx: Context) -> Actor:
    """Authenticate the caller of a function for people or partners.

    Raises:
        Unauthenticated: No credentials, or none that are valid.
        Forbidden: The function is not meant for this caller.
    """
    key = headers.get(API_KEY_HEADER)
    if key and "partner" in spec.who:
        actor = rules.actor_from_partner_key(
            await ctx.prefetched_unit().get(store.partner_key_ref(rules.compute_key_id(key)))
        )
        rules.check_scope(actor, spec.scope)
        return actor
    token = find_bearer_token(headers)
    if token is None:
        if "anyone" in spec.who:
            return ANYONE
        ways = ["an API key as X-API-Key"] if "partner" in spec.who else []
        ways += ["an ID token as Authorization: Bearer"] if set(spec.who) - {"partner"} else []
        raise Unauthenticated(f"Send {' or '.join(ways)}.")
    actor = await ctx.runtime.gateways.sign_in.authenticate_user(token)
    if actor.role not in spec.who and "anyone" not in spec.who:
        raise Forbidden(f"The role {actor.role} may not call this function.")
    return actor


async def authenticate_internal_caller(spec: Spec, headers: Mapping[str, str], ctx: Context) -> Actor:
    """Authenticate the service account that calls an internal function."""
    token = find_bearer_token(headers)
    if token is None:
        raise Unauthenticated("Internal functions require a Google identity token.")
    return await ctx.runtime.gateways.callers.authenticate_caller(
        token, audience=ctx.runtime.settings.url_for(spec.cloud_name)
    )


def has_credentials(headers: Mapping[str, str]) -> bool:
    """Return whether the request carries credentials at all; without any, nothing is read ahead."""
    return API_KEY_HEADER in headers or find_bearer_token(headers) is not None


def find_bearer_token(headers: Mapping[str, str]) -> str | None:
    """Find the token of `Authorization: Bearer …`."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None
