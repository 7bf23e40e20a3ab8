"""Webhooks of the simulated VideoSDK: signed events, and everything that goes wrong on their way."""

import asyncio
import base64
import fnmatch
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from emulators.providers.deliveries import DeliveryAttempt, DeliveryLevers, DeliverySender, DeliveryState

SIGNATURE_HEADER = "videosdk-signature"


class WebhookSigner:
    """RSA key that signs webhooks. Each signer has a key of its own, made at its first use."""

    @cached_property
    def _key(self) -> rsa.RSAPrivateKey:
        return rsa.generate_private_key(public_exponent=65_537, key_size=2_048)

    @property
    def public_key(self) -> str:
        """Public key as VideoSDK serves it: PEM of PKCS #1."""
        return self._key.public_key().public_bytes(Encoding.PEM, PublicFormat.PKCS1).decode()

    def sign_body(self, raw: bytes) -> str:
        """Return the base64 text of the RSA-SHA256 signature of a body."""
        return base64.b64encode(self._key.sign(raw, padding.PKCS1v15(), hashes.SHA256())).decode()


class VideoLevers(DeliveryLevers):
    """Faults of webhooks on their way.

    Attributes:
        room_id: Room that the webhooks name instead of their own; None for the true one.
    """

    room_id: str | None = None


@dataclass
class VideoWebhook:
    """Record of one webhook and its attempts."""

    room_id: str
    url: str | None
    headers: dict[str, str]
    body: str
    event: dict[str, Any]
    id: str = field(default_factory=lambda: f"wh-{secrets.token_hex(8)}")
    state: DeliveryState = "waiting"
    attempts: list[DeliveryAttempt] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the record as JSON."""
        return {**vars(self), "attempts": [vars(attempt) for attempt in self.attempts]}


@dataclass
class WebhookSigners:
    """Signer of all accounts, which can be replaced, and a stranger."""

    current: WebhookSigner = field(default_factory=WebhookSigner)
    stranger: WebhookSigner = field(default_factory=WebhookSigner)

    def replace_key(self) -> None:
        """Sign with a new key from now on."""
        self.current = WebhookSigner()


class VideoDispatcher(DeliverySender):
    """Sender of one account's webhooks. Each is sent once: nothing is known of retries of VideoSDK.

    Args:
        client: HTTP client.
        signers: Signers of the webhooks.
        sends: True if webhooks are sent; otherwise they are only recorded.
        timeout_seconds: Seconds after which an attempt fails.
    """

    def __init__(self, client: Any, *, signers: WebhookSigners, sends: bool, timeout_seconds: float) -> None:
        super().__init__(client, timeout_seconds=timeout_seconds)
        self.sends = sends
        self.webhooks: list[VideoWebhook] = []
        self._signers = signers

    def send_events(
        self, room_id: str, subscription: dict[str, Any] | None, events: Sequence[dict[str, Any]], levers: VideoLevers
    ) -> list[VideoWebhook]:
        """Send the events that a room's subscription asks for, one after the other, and return their records."""
        wanted = [event for event in events if _is_subscribed(subscription, str(event.get("webhookType", "")))]
        ordered = wanted[::-1] if levers.reorder else wanted
        made = [
            self._sign(room_id, subscription["endPoint"] if subscription else None, event, levers)
            for event in ordered
            for _ in range(1 + levers.duplicates)
        ]
        self.webhooks += made
        self.spawn_work(self._deliver_all(made, levers))
        return made

    def _sign(self, room_id: str, url: str | None, event: dict[str, Any], levers: VideoLevers) -> VideoWebhook:
        told = event if levers.room_id is None else event | {"data": event["data"] | {"meetingId": levers.room_id}}
        body = json.dumps(told, separators=(",", ":"))
        signer = self._signers.stranger if levers.forged else self._signers.current
        headers = {"content-type": "application/json", SIGNATURE_HEADER: signer.sign_body(body.encode())}
        return VideoWebhook(room_id, url, headers, body, told)

    async def _deliver_all(self, webhooks: Sequence[VideoWebhook], levers: VideoLevers) -> None:
        for webhook in webhooks:
            if levers.drop or not self.sends or webhook.url is None:
                webhook.state = "dropped" if levers.drop else "no_target"
                continue
            await asyncio.sleep(levers.delay_seconds)
            attempt = await self.post_once(webhook.url, webhook.headers, webhook.body.encode(), at=datetime.now(UTC))
            webhook.attempts.append(attempt)
            webhook.state = "delivered" if attempt.is_taken else "failed"


def _is_subscribed(subscription: dict[str, Any] | None, name: str) -> bool:
    patterns = subscription["events"] if subscription else ()
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)
