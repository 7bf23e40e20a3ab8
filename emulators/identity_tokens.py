"""Google-style identity tokens for internal calls, signed with a key that this process creates."""

import json
import time
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

ISSUER = "https://accounts.google.com"
TOKEN_LIFETIME = 3600


class IdentityTokenSigner:
    """RSA key pair that signs identity tokens and publishes its public key."""

    def __init__(self) -> None:
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._key_id = f"local-{time.time_ns():x}"
        self._tokens: dict[tuple[str, str], tuple[float, str]] = {}

    def issue_token(self, audience: str, email: str) -> str:
        """Return an identity token with which the service account `email` calls the URL `audience`.

        A token is valid for one hour and is reused for the first half hour.
        """
        now = time.time()
        renew_at, token = self._tokens.get((audience, email), (0.0, ""))
        if now < renew_at:
            return token
        token = self._sign(audience, email, int(now))
        self._tokens[audience, email] = (now + TOKEN_LIFETIME / 2, token)
        return token

    def key_set(self) -> dict[str, Any]:
        """Return the public key as a JSON web key set."""
        public = json.loads(RSAAlgorithm.to_jwk(self._key.public_key()))
        return {"keys": [{**public, "kid": self._key_id, "alg": "RS256", "use": "sig"}]}

    def _sign(self, audience: str, email: str, now: int) -> str:
        claims = {
            "iss": ISSUER,
            "aud": audience,
            "sub": email,
            "azp": email,
            "email": email,
            "email_verified": True,
            "iat": now,
            "exp": now + TOKEN_LIFETIME,
        }
        return jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": self._key_id})
