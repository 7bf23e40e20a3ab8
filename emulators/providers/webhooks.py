"""Delivery of webhooks, with a record of every attempt: retries, duplicates, reordering and loss."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Literal
from uuid import uuid4

import httpx

from emulators.providers.deliveries import DeliveryAttempt, DeliverySender, DeliveryState
from emulators.providers.simulated_clock import SimulatedClock

WebhookKind = Literal["invoice", "refund", "payout"]

FUNCTION_BY_KIND: dict[WebhookKind, str] = {
    "invoice": "receive-xendit-invoice",
    "refund": "receive-xendit-refund",
    "payout": "receive-xendit-payout",
}


@dataclass
class WebhookDelivery:
    """Record of one webhook and its attempts."""

    kind: WebhookKind
    subject: str
    reference: str
    event: str
    url: str | None
    headers: dict[str, str]
    body: dict[str, Any]
    id: str = field(default_factory=lambda: f"dlv-{secrets.token_hex(8)}")
    state: DeliveryState = "waiting"
    attempts: list[DeliveryAttempt] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the record as JSON."""
        return {**vars(self), "attempts": [vars(attempt) for attempt in self.attempts]}


@dataclass(frozen=True)
class WebhookMessage:
    """Content of a webhook, without URL and headers."""

    kind: WebhookKind
    subject: str
    reference: str
    event: str
    body: dict[str, Any]


class WebhookDispatcher(DeliverySender):
    """Sender of one account's webhooks. A retry that is scheduled on the clock is not work in progress.

    Args:
        clock: Clock of the account, which schedules retries.
        client: HTTP client.
        target: URL of the receiver, in which `{name}` becomes the function's name. None: nothing is sent.
        token: Token in the header `x-callback-token`.
        retry_seconds: Seconds to wait before each further attempt.
        timeout_seconds: Seconds after which an attempt fails.
    """

    def __init__(
        self,
        clock: SimulatedClock,
        client: httpx.AsyncClient,
        *,
        target: str | None,
        token: str,
        retry_seconds: Sequence[float],
        timeout_seconds: float,
    ) -> None:
        super().__init__(client, timeout_seconds=timeout_seconds)
        self.clock = clock
        self.target = target
        self.token = token
        self.retry_seconds = tuple(retry_seconds)
        self.deliveries: list[WebhookDelivery] = []

    def record_delivery(
        self, message: WebhookMessage, *, webhook_id: str | None = None, token: str | None = None
    ) -> WebhookDelivery:
        """Create the record of a webhook without sending the webhook."""
        url = self.target.replace("{name}", FUNCTION_BY_KIND[message.kind]) if self.target else None
        headers = {
            "content-type": "application/json",
            "user-agent": "xendit-webhook/local",
            "webhook-id": webhook_id or str(uuid4()),
            "x-callback-token": self.token if token is None else token,
        }
        delivery = WebhookDelivery(
            message.kind, message.subject, message.reference, message.event, url, headers, message.body
        )
        self.deliveries.append(delivery)
        return delivery

    def send_deliveries(
        self, deliveries: Sequence[WebhookDelivery], *, delay_seconds: float = 0, concurrent: bool = False
    ) -> None:
        """Send webhooks in the given order or all at once, now or after `delay_seconds`."""
        groups = [[delivery] for delivery in deliveries] if concurrent else [list(deliveries)]
        for group in groups:
            start = partial(self._spawn_series, group)
            if delay_seconds > 0:
                self.clock.run_after(delay_seconds, start)
            else:
                start()

    def _spawn_series(self, group: Sequence[WebhookDelivery], _: datetime | None = None) -> None:
        self.spawn_work(self._series(group))

    async def _series(self, deliveries: Sequence[WebhookDelivery]) -> None:
        for delivery in deliveries:
            await self._attempt(delivery)

    async def _attempt(self, delivery: WebhookDelivery) -> None:
        if delivery.url is None:
            delivery.state = "no_target"
            return
        content = json.dumps(delivery.body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
        attempt = await self.post_once(delivery.url, delivery.headers, content, at=self.clock.now())
        delivery.attempts.append(attempt)
        if attempt.is_taken:
            delivery.state = "delivered"
            return
        failures = len(delivery.attempts)
        if failures > len(self.retry_seconds):
            delivery.state = "failed"
            return
        delivery.state = "retrying"
        self.clock.run_after(self.retry_seconds[failures - 1], lambda _: self.spawn_work(self._attempt(delivery)))
