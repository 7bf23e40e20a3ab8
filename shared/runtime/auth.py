"""Who is calling, and whether this function is for them."""

from collections.abc import Mapping

from shared.identity import rules, store
from shared.kernel.actors import ANYONE, Actor
from shared.kernel.errors import Forbidden, Unauthenticated
from shared.runtime.context import Context
from shared.runtime.specs import Spec

KEY_HEADER = "x-api-key"


async def caller(spec: Spec, headers: Mapping[str, str], ctx: Context) -> Actor:
    """The actor behind a request to a function for people or partners. Raises `Unauthenticated`, `Forbidden`."""
    key = headers.get(KEY_HEADER)
    if key and "partner" in spec.who:
        actor = rules.partner(await ctx.first_unit().get(store.partner_key(rules.key_id(key))))
        rules.require(actor, spec.scope)
        return actor
    token = bearer(headers)
    if token is None:
        if "anyone" in spec.who:
            return ANYONE
        ways = ["an API key as X-API-Key"] if "partner" in spec.who else []
        ways += ["an ID token as Authorization: Bearer"] if set(spec.who) - {"partner"} else []
        raise Unauthenticated(f"Send {' or '.join(ways)}.")
    actor = await ctx.gateways.sign_in.actor(token)
    if actor.role not in spec.who and "anyone" not in spec.who:
        raise Forbidden(f"This is not for {actor.role}s.")
    return actor


async def machine(spec: Spec, headers: Mapping[str, str], ctx: Context) -> Actor:
    """The caller account behind a request to an internal function."""
    token = bearer(headers)
    if token is None:
        raise Unauthenticated("Internal functions take a Google identity token.")
    return await ctx.gateways.callers.actor(token, audience=ctx.runtime.settings.url(spec.cloud_name))


def presented(headers: Mapping[str, str]) -> bool:
    """Whether somebody at least claims to be somebody: for others nothing is read ahead."""
    return KEY_HEADER in headers or bearer(headers) is not None


def bearer(headers: Mapping[str, str]) -> str | None:
    """The token of `Authorization: Bearer …`."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None
