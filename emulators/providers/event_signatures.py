"""Signature of SendGrid's event webhook, with a key of the local cloud."""

import base64
import hashlib
import time

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SIGNATURE_HEADER = "x-twilio-email-event-webhook-signature"
TIMESTAMP_HEADER = "x-twilio-email-event-webhook-timestamp"


class EventSigner:
    """Signs batches of events. The key follows from a name, so that every local cloud has the same."""

    def __init__(self, name: str = "temani-local-event-webhook") -> None:
        seed = int.from_bytes(hashlib.sha256(name.encode()).digest())
        self._key = ec.derive_private_key(seed, ec.SECP256R1())

    @property
    def public_key(self) -> str:
        """Public key as SendGrid shows it: base64 of DER, without the lines of PEM."""
        return base64.b64encode(
            self._key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        ).decode()

    def sign_batch(self, raw: bytes, *, age_seconds: float = 0) -> dict[str, str]:
        """Return the headers of a batch that was signed `age_seconds` ago."""
        timestamp = str(int(time.time() - age_seconds))
        signature = self._key.sign(timestamp.encode() + raw, ec.ECDSA(hashes.SHA256()))
        return {SIGNATURE_HEADER: base64.b64encode(signature).decode(), TIMESTAMP_HEADER: timestamp}
