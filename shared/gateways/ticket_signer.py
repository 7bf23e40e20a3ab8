"""Tickets that anybody can check without asking us: signed with Ed25519 as a compact JWS."""

import base64
import hashlib
from typing import Any

from shared.kernel.ids import TicketId
from shared.tickets.errors import TicketForged
from shared.tickets.ports import TicketCode


class TicketSigner:
    """Signs and verifies tickets. `seed` is the private key: 32 random bytes in base64."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._key: Any = None

    def sign_ticket(self, ticket_id: str, event_id: str, type_id: str, version: int = 0) -> str:
        """Sign the text of a ticket's QR code. Names are short, since every character makes the picture finer."""
        import jwt

        claims: dict[str, str | int] = {"t": ticket_id, "e": event_id, "y": type_id}
        if version:
            claims["v"] = version
        return jwt.encode(claims, self._private_key(), algorithm="EdDSA", headers={"kid": self.public_jwk()["kid"]})

    def verify_ticket(self, text: str) -> TicketCode:
        """Verify the text of a QR code, and return its content.

        Raises:
            TicketForged: The signature is not ours.
        """
        import jwt

        try:
            claims = jwt.decode(text, self._private_key().public_key(), algorithms=["EdDSA"])
        except jwt.PyJWTError as error:
            raise TicketForged() from error
        ticket_id, version = TicketId.try_parse(str(claims.get("t"))), claims.get("v", 0)
        if ticket_id is None or not isinstance(version, int):
            raise TicketForged()
        return TicketCode(ticket_id, version)

    def public_jwk(self) -> dict[str, str]:
        """Return the public key with which scanners verify tickets offline, as a JWK (RFC 8037)."""
        raw = self._private_key().public_key().public_bytes_raw()
        kid = hashlib.sha256(raw).hexdigest()[:8]
        x = base64.urlsafe_b64encode(raw).decode().rstrip("=")
        return {"kty": "OKP", "crv": "Ed25519", "x": x, "kid": kid, "alg": "EdDSA", "use": "sig"}

    def _private_key(self) -> Any:
        if self._key is None:
            from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

            self._key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(self._seed, validate=True))
        return self._key


def import_sdk() -> None:
    """Import the vendor now."""
    import jwt  # noqa: F401
    from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: F401
