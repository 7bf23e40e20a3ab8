"""Callbacks of Twilio: signed forms about messages, and everything that goes wrong on their way."""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import httpx
from pydantic import Field

from emulators.providers.deliveries import DeliveryAttempt, DeliveryLevers, DeliverySender, DeliveryState

_RETRY_SECONDS = 0.2


class CallbackLevers(DeliveryLevers):
    """Faults of callbacks on their way. Each status of a message has a callback of its own.

    Attributes:
        algorithm: `HMAC_SHA1` as for auth tokens, or `HMAC_SHA256` as for shared keys.
    """

    algorithm: str = Field(default="HMAC_SHA1", pattern=r"^HMAC_SHA(1|256)$")


@dataclass
class TextCallback:
    """Record of one callback and its attempts."""

    message_sid: str
    url: str
    form: dict[str, str]
    headers: dict[str, str]
    id: str = field(default_factory=lambda: f"cb-{secrets.token_hex(8)}")
    state: DeliveryState = "waiting"
    attempts: list[DeliveryAttempt] = field(default_factory=list)

    @property
    def body(self) -> str:
        """Body as it is sent."""
        return urlencode(self.form)

    def as_json(self) -> dict[str, Any]:
        """Return the record as JSON."""
        return {**vars(self), "body": self.body, "attempts": [vars(attempt) for attempt in self.attempts]}


class CallbackDispatcher(DeliverySender):
    """Sender of one account's callbacks.

    Args:
        client: HTTP client.
        sends: True if callbacks are sent; otherwise they are only recorded.
        timeout_seconds: Seconds after which an attempt fails.
    """

    def __init__(self, client: httpx.AsyncClient, *, sends: bool, timeout_seconds: float) -> None:
        super().__init__(client, timeout_seconds=timeout_seconds)
        self.sends = sends
        self.callbacks: list[TextCallback] = []

    def send_callbacks(
        self, message_sid: str, url: str, forms: list[dict[str, str]], *, key: str, levers: CallbackLevers
    ) -> list[TextCallback]:
        """Send the callbacks about one message, one after the other, and return their records."""
        ordered = forms[::-1] if levers.reorder else forms
        signing_key = secrets.token_hex(16) if levers.forged else key
        made = [
            TextCallback(message_sid, url, form, sign_form(url, form, key=signing_key, algorithm=levers.algorithm))
            for form in ordered
            for _ in range(1 + levers.duplicates)
        ]
        self.callbacks += made
        self.spawn_work(self._deliver_all(made, levers))
        return made

    async def _deliver_all(self, callbacks: list[TextCallback], levers: CallbackLevers) -> None:
        for callback in callbacks:
            if levers.drop or not self.sends:
                callback.state = "dropped" if levers.drop else "no_target"
                continue
            await asyncio.sleep(levers.delay_seconds)
            await self._deliver(callback)

    async def _deliver(self, callback: TextCallback) -> None:
        attempt = await self._post(callback)
        callback.attempts.append(attempt)
        if attempt.status is None:
            # Twilio tries once more when no connection comes about, and never after an answer.
            await asyncio.sleep(_RETRY_SECONDS)
            attempt = await self._post(callback)
            callback.attempts.append(attempt)
        callback.state = "delivered" if attempt.is_taken else "failed"

    async def _post(self, callback: TextCallback) -> DeliveryAttempt:
        return await self.post_once(callback.url, callback.headers, callback.body.encode(), at=datetime.now(UTC))


def sign_form(url: str, form: Mapping[str, str], *, key: str, algorithm: str) -> dict[str, str]:
    """Build the headers of a callback, with the signature over its address and fields."""
    from twilio.request_validator import HMAC_SHA1, RequestValidator

    headers = {
        "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
        "user-agent": "TwilioProxy/1.1",
        "i-twilio-idempotency-token": secrets.token_hex(16),
        "x-twilio-signature": RequestValidator(key).compute_signature(url, dict(form), algorithm),
    }
    if algorithm != HMAC_SHA1:
        headers["x-twilio-webhooks-signature-settings"] = f"key=webhooks_sharedkey_local,algorithm={algorithm}"
    return headers
