"""Authentication of our own services: the identity tokens of Pub/Sub push, Cloud Tasks and Cloud Scheduler."""

from typing import Any

from shared.gateways.blocking_calls import run_blocking
from shared.kernel.actors import Actor
from shared.kernel.errors import Forbidden, Unauthenticated, Unavailable

_ISSUERS = ("https://accounts.google.com", "accounts.google.com")


class OidcVerifier:
    """Verifies Google-signed tokens against the certificates at `certs_url`, which are kept in memory."""

    def __init__(self, *, certs_url: str, callers: frozenset[str]) -> None:
        self._certs_url = certs_url
        self._callers = callers
        self._keys: Any = None

    async def authenticate_caller(self, token: str, *, audience: str) -> Actor:
        """Verify an identity token, and return its account as an actor.

        Raises:
            Unauthenticated: The token is not valid for `audience`.
            Forbidden: The account may not call internal functions.
            Unavailable: Google's certificates cannot be fetched.
        """
        claims = await run_blocking(lambda: self._verify(token, audience))
        email = str(claims.get("email", ""))
        if not claims.get("email_verified") or email not in self._callers:
            raise Forbidden("not_internal")
        return Actor("internal", email)

    def _verify(self, token: str, audience: str) -> dict[str, Any]:
        import jwt

        if self._keys is None:
            self._keys = jwt.PyJWKClient(self._certs_url, cache_keys=True, lifespan=3_600, timeout=10)
        try:
            key = self._keys.get_signing_key_from_jwt(token)
            claims: dict[str, Any] = jwt.decode(
                token, key.key, algorithms=["RS256"], audience=audience, issuer=_ISSUERS, leeway=30
            )
        except jwt.PyJWKClientConnectionError as error:
            raise Unavailable("identity_token_unchecked") from error
        except jwt.PyJWTError as error:
            raise Unauthenticated("identity_token_not_valid") from error
        return claims


def import_sdk() -> None:
    """Import the vendor now."""
    import jwt  # noqa: F401
