"""Sign-in by Firebase Auth."""

import base64
import hashlib
import hmac
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any, Literal, cast

from pydantic import TypeAdapter, ValidationError

from shared.gateways.blocking_calls import run_blocking
from shared.kernel.actors import ADMIN_SCOPES, Actor, Role
from shared.kernel.errors import Unauthenticated, Unavailable
from shared.kernel.ids import ALIAS_PREFIX, UserId
from shared.kernel.schemas import Email, Line, Phone

# A verified token stays verified until it expires; the signature need not be checked at each call.
_MAX_CACHED_TOKENS = 2_000
_EXPIRED = "sign_in_expired"
_ROLES = ("customer", "expert", "admin")
# Firebase's clock may be ahead of an instance's clock by some seconds; the SDK allows at most 60.
_CLOCK_SKEW_SECONDS = 10


class FirebaseAuth:
    """Verifies ID tokens. The SDK blocks (it fetches Google's certificates), so it works in a thread."""

    def __init__(self, *, project: str, alias_key: str, clock: Callable[[], float] = time.time) -> None:
        if not alias_key:
            raise ValueError("ALIAS_KEY is not set. Without it the owner of an alias could be computed.")
        self._project = project
        self._alias_key = alias_key
        self._clock = clock
        self._app: Any = None
        self._app_lock = threading.Lock()
        self._cached_actors: OrderedDict[bytes, tuple[float, Actor]] = OrderedDict()

    async def authenticate_user(self, token: str) -> Actor:
        """Authenticate the holder of `token`.

        Raises:
            Unauthenticated: The token is not valid.
            Unavailable: The certificates cannot be fetched.
        """
        digest = hashlib.sha256(token.encode()).digest()
        known = self._cached_actors.get(digest)
        if known and known[0] > self._clock():
            return known[1]
        claims = await run_blocking(lambda: self._verify(token))
        if float(claims["exp"]) <= self._clock():
            # The SDK looks at this too, but not at the emulator's tokens.
            raise Unauthenticated(_EXPIRED)
        if (uid := UserId.try_parse(claims["uid"])) is None or uid.is_alias:
            raise Unauthenticated("uid_unsupported")
        email = _valid_or_none(Email, claims.get("email"))
        actor = Actor(
            _role(claims),
            claims["uid"],
            scopes=_admin_scopes(claims),
            signed_in_at=_sign_in_time(claims),
            anonymous=_provider(claims) == "anonymous",
            by_phone=_provider(claims) == "phone",
            name=_valid_or_none(Line, claims.get("name")),
            email=email and email.lower(),
            email_verified=claims.get("email_verified") is True,
            phone=_valid_or_none(Phone, claims.get("phone_number")),
            alias=self.compute_alias(uid),
            alias_key=compute_alias_key(uid, self._alias_key),
        )
        self._cached_actors[digest] = (float(claims["exp"]), actor)
        if len(self._cached_actors) > _MAX_CACHED_TOKENS:
            self._cached_actors.popitem(last=False)
        return actor

    def compute_alias(self, uid: UserId) -> UserId:
        """Compute the alias of a person in calls. It is always the same for one person."""
        return compute_alias(uid, self._alias_key)

    def _verify(self, token: str) -> dict[str, Any]:
        from firebase_admin import auth

        app = self._get_app()
        try:
            return cast(dict[str, Any], auth.verify_id_token(token, app=app, clock_skew_seconds=_CLOCK_SKEW_SECONDS))
        except auth.CertificateFetchError as error:
            raise Unavailable("sign_in_silent") from error
        except (auth.InvalidIdTokenError, auth.UserDisabledError, ValueError, RecursionError) as error:
            expired = isinstance(error, auth.ExpiredIdTokenError)
            raise Unauthenticated(_EXPIRED if expired else "token_not_valid") from error

    def _get_app(self) -> Any:
        import firebase_admin

        # Of an instance's first requests, which all come here at once, one may make the app.
        with self._app_lock:
            if self._app is None:
                # Verifying needs no credential; the project id is the audience.
                self._app = firebase_admin.initialize_app(
                    options={"projectId": self._project, "httpTimeout": 10}, name=f"temani-{secrets.token_hex(8)}"
                )
        return self._app


def compute_alias(uid: UserId, key: str) -> UserId:
    """Compute the alias that `key` gives to `uid`."""
    digest = hmac.digest(key.encode(), uid.encode(), "sha256")
    return UserId(ALIAS_PREFIX + base64.b32encode(digest[:20]).decode().lower())


def compute_alias_key(uid: UserId, key: str) -> bytes:
    """Compute the key from which the aliases of a person in single sessions come."""
    return hmac.digest(key.encode(), f"sessions of {uid}".encode(), "sha256")


def _role(claims: dict[str, Any]) -> Role:
    role = claims.get("role", "customer")
    # An unknown role gets the least of the known ones.
    return cast(Role, role if role in _ROLES else "customer")


def _admin_scopes(claims: dict[str, Any]) -> frozenset[str]:
    """Return the scopes of an admin; an unknown scope allows nothing."""
    given = claims.get("admin_scopes")
    if _role(claims) != "admin" or not isinstance(given, list):
        return frozenset()
    return frozenset(scope for scope in ADMIN_SCOPES if scope in given)


def _sign_in_time(claims: dict[str, Any]) -> datetime | None:
    """Return the time at which the person signed in; None if the token does not tell."""
    at = claims.get("auth_time")
    return datetime.fromtimestamp(at, UTC) if isinstance(at, int) else None


@cache
def _type_adapter(kind: Any) -> TypeAdapter[str]:
    return TypeAdapter(kind)


def _valid_or_none(kind: Any, value: Any) -> str | None:
    """Return the provider's value if it is valid."""
    try:
        return _type_adapter(kind).validate_python(value, strict=True) if value else None
    except ValidationError:
        return None


def _provider(claims: dict[str, Any]) -> str | Literal[""]:
    return str(claims.get("firebase", {}).get("sign_in_provider", ""))


def import_sdk() -> None:
    """Import the vendor now."""
    import firebase_admin.auth  # noqa: F401
