"""App Check by Firebase: proof that a call comes from one of our apps, on a device that is what it claims to be."""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from shared.gateways.blocking_calls import run_blocking
from shared.kernel.errors import AppNotVerified, Unavailable

_ISSUER_PREFIX = "https://firebaseappcheck.googleapis.com/"
# A verified token stays verified until it expires; apps send the same token for an hour.
_MAX_CACHED_TOKENS = 2_000
_KEY_LIFESPAN_SECONDS = 6 * 3_600
_CLOCK_SKEW_SECONDS = 10


class FirebaseAppCheck:
    """Verifies App Check tokens against the keys at `certs_url`, which are kept in memory for six hours."""

    def __init__(self, *, project: str, certs_url: str, clock: Callable[[], float] = time.time) -> None:
        self._project = project
        self._certs_url = certs_url
        self._clock = clock
        self._keys: Any = None
        self._cached_tokens: OrderedDict[bytes, float] = OrderedDict()

    async def check_token(self, token: str) -> None:
        """Check that one of the project's apps has sent `token`.

        Raises:
            AppNotVerified: The token is not valid for this project, or has expired.
            Unavailable: The keys cannot be fetched.
        """
        digest = hashlib.sha256(token.encode()).digest()
        if self._cached_tokens.get(digest, 0.0) > self._clock():
            return
        claims = await run_blocking(lambda: self._verify(token))
        self._cached_tokens[digest] = float(claims["exp"])
        if len(self._cached_tokens) > _MAX_CACHED_TOKENS:
            self._cached_tokens.popitem(last=False)

    def _verify(self, token: str) -> dict[str, Any]:
        import jwt

        if self._keys is None:
            self._keys = jwt.PyJWKClient(self._certs_url, cache_keys=True, lifespan=_KEY_LIFESPAN_SECONDS, timeout=10)
        try:
            key = self._keys.get_signing_key_from_jwt(token)
            claims: dict[str, Any] = jwt.decode(
                token,
                key.key,
                algorithms=["RS256"],
                audience=f"projects/{self._project}",
                leeway=_CLOCK_SKEW_SECONDS,
                options={"require": ["exp", "iss", "sub", "aud"]},
            )
        except jwt.PyJWKClientConnectionError as error:
            raise Unavailable("app_check_silent") from error
        except (jwt.PyJWTError, RecursionError) as error:
            raise AppNotVerified() from error
        if not str(claims["iss"]).startswith(_ISSUER_PREFIX) or not claims["sub"]:
            raise AppNotVerified()
        return claims


def import_sdk() -> None:
    """Import the vendor now."""
    import jwt  # noqa: F401
