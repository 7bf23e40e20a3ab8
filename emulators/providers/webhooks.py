"""Delivery of webhooks, with a record of every attempt: retries, duplicates, reordering and loss."""

import asyncio
import secrets
import time
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Literal
from uuid import uuid4

import httpx

from emulators.providers.simulated_clock import SimulatedClock

WebhookKind = Literal["invoice", "refund", "payout"]
DeliveryState = Literal["waiting", "retrying", "delivered", "failed", "dropped", "no_target"]

FUNCTION_BY_KIND: dict[WebhookKind, str] = {
    "invoice": "receive-xendit-invoice",
    "refund": "receive-xendit-refund",
    "payout": "receive-xendit-payout",
}


def format_timestamp(moment: datetime) -> str:
    """Format a time as Xendit does: `2025-11-21T07:05:00.000Z`."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass
class DeliveryAttempt:
    """Record of one attempt to deliver a webhook."""

    at: str
    status: int | None
    error: str | None
    milliseconds: int
    answer: str = ""


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


class WebhookDispatcher:
    """Sender of one account's webhooks.

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
        self.clock = clock
        self.target = target
        self.token = token
        self.retry_seconds = tuple(retry_seconds)
        self.timeout_seconds = timeout_seconds
        self.deliveries: list[WebhookDelivery] = []
        self._client = client
        self._tasks: set[asyncio.Task[None]] = set()

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

    async def wait_until_idle(self, timeout_seconds: float) -> bool:
        """Wait until no attempt is in progress. A scheduled retry is not in progress.

        Returns:
            True if all attempts ended within `timeout_seconds`.
        """
        try:
            async with asyncio.timeout(timeout_seconds):
                while self._tasks:
                    await asyncio.wait(set(self._tasks))
        except TimeoutError:
            return False
        return True

    def close(self) -> None:
        """Cancel the attempts in progress."""
        for task in self._tasks:
            task.cancel()

    def _spawn_series(self, group: Sequence[WebhookDelivery], _: datetime | None = None) -> None:
        self._spawn(self._series(group))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _series(self, deliveries: Sequence[WebhookDelivery]) -> None:
        for delivery in deliveries:
            await self._attempt(delivery)

    async def _attempt(self, delivery: WebhookDelivery) -> None:
        if delivery.url is None:
            delivery.state = "no_target"
            return
        attempt = await self._post(delivery)
        delivery.attempts.append(attempt)
        if attempt.status is not None and 200 <= attempt.status < 300:
            delivery.state = "delivered"
            return
        failures = len(delivery.attempts)
        if failures > len(self.retry_seconds):
            delivery.state = "failed"
            return
        delivery.state = "retrying"
        self.clock.run_after(self.retry_seconds[failures - 1], lambda _: self._spawn(self._attempt(delivery)))

    async def _post(self, delivery: WebhookDelivery) -> DeliveryAttempt:
        at, started = format_timestamp(self.clock.now()), time.perf_counter()
        status: int | None = None
        error: str | None = None
        answer = ""
        try:
            async with asyncio.timeout(self.timeout_seconds):
                response = await self._client.post(
                    str(delivery.url), json=delivery.body, headers=delivery.headers, timeout=None
                )
            status, answer = response.status_code, response.text[:2000]
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as failure:
            error = f"{type(failure).__name__}: {failure}"
        return DeliveryAttempt(at, status, error, round((time.perf_counter() - started) * 1000), answer)
