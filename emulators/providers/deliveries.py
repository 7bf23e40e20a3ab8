"""Attempts of a webhook with their records, and the tasks in which they run: shared by all senders."""

import asyncio
import time
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import httpx
from pydantic import BaseModel, ConfigDict, Field

DeliveryState = Literal["waiting", "retrying", "delivered", "failed", "dropped", "no_target"]


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

    @property
    def is_taken(self) -> bool:
        """Return whether the receiver has taken the webhook."""
        return self.status is not None and 200 <= self.status < 300


class DeliveryLevers(BaseModel):
    """Faults of webhooks on their way.

    Attributes:
        delay_seconds: Time before the first attempt of each webhook.
        drop: True if the webhooks are lost.
        duplicates: Further copies of each webhook.
        reorder: True if what comes later is told first.
        forged: True if a stranger signs.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    delay_seconds: float = Field(default=0, ge=0)
    drop: bool = False
    duplicates: int = Field(default=0, ge=0, le=50)
    reorder: bool = False
    forged: bool = False


class DeliverySender:
    """Sender of requests that run on their own, so that nobody waits for the receiver.

    Args:
        client: HTTP client.
        timeout_seconds: Seconds after which an attempt fails.
    """

    def __init__(self, client: httpx.AsyncClient, *, timeout_seconds: float) -> None:
        self.timeout_seconds = timeout_seconds
        self._client = client
        self._tasks: set[asyncio.Task[None]] = set()

    async def wait_until_idle(self, timeout_seconds: float) -> bool:
        """Wait until no work is in progress.

        Returns:
            True if all work ended within `timeout_seconds`.
        """
        try:
            async with asyncio.timeout(timeout_seconds):
                while self._tasks:
                    await asyncio.wait(set(self._tasks))
        except TimeoutError:
            return False
        return True

    def close(self) -> None:
        """Cancel the work in progress."""
        for task in self._tasks:
            task.cancel()

    def spawn_work(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin work that `wait_until_idle` waits for."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def post_once(self, url: str, headers: Mapping[str, str], content: bytes, *, at: datetime) -> DeliveryAttempt:
        """Post a request and return the record of the attempt, whether or not an answer has come.

        Args:
            url: Address of the receiver.
            headers: Headers of the request.
            content: Body of the request.
            at: Time of the attempt, by the clock of the account.
        """
        started = time.perf_counter()
        status: int | None = None
        error: str | None = None
        answer = ""
        try:
            async with asyncio.timeout(self.timeout_seconds):
                response = await self._client.post(url, content=content, headers=headers, timeout=None)
            status, answer = response.status_code, response.text[:2000]
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as failure:
            error = f"{type(failure).__name__}: {failure}"
        milliseconds = round((time.perf_counter() - started) * 1000)
        return DeliveryAttempt(format_timestamp(at), status, error, milliseconds, answer)
