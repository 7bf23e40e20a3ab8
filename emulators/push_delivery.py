"""Delivery of Pub/Sub messages to the functions, with the retries that the cloud makes.

Google's emulator drops a message after a few failed pushes, for example while the functions host restarts.
So the control server accepts each push at once, and the retries of the subscription happen here.
"""

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from emulators.internal_calls import InternalCaller, InternalCallResponse
from emulators.manifest import ManifestFunction
from infra.build.message_filters import parse_filter

log = logging.getLogger("emulators.push_delivery")
Push: TypeAlias = dict[str, Any]
PublishDeadLetter: TypeAlias = Callable[[str, Push], Awaitable[None]]

MAX_CONCURRENT = 20
# The cloud waits 10 to 600 seconds between attempts, which is too long for a developer.
MIN_BACKOFF, MAX_BACKOFF = 1.0, 10.0
HEADERS = {"User-Agent": "CloudPubSub-Google"}


class PushDelivery:
    """Delivery of messages to functions, with retries.

    At most `MAX_CONCURRENT` messages of one function are delivered at the same time. An attempt does not count if
    the functions host could not be reached.

    Args:
        calls: Client that calls the functions.
        publish_dead_letter: Function that receives messages whose attempts are used up.
        first: Seconds to wait after the first failed attempt; doubled after each further attempt.
        longest: Most seconds to wait between two attempts.
    """

    def __init__(
        self,
        calls: InternalCaller,
        publish_dead_letter: PublishDeadLetter,
        *,
        first: float = MIN_BACKOFF,
        longest: float = MAX_BACKOFF,
    ) -> None:
        self._calls = calls
        self._publish_dead_letter = publish_dead_letter
        self._first = first
        self._longest = longest
        self._free: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(MAX_CONCURRENT))
        self._under_way: set[asyncio.Task[None]] = set()

    def accept_push(self, name: str, function: ManifestFunction, push: Push) -> None:
        """Accept a message for the function `name` and deliver it in the background.

        A message that does not match the function's filter is acknowledged and dropped. Pub/Sub filters messages before
        it pushes them, but Google's emulator ignores filters.
        """
        if not parse_filter(function.filter)(push["message"].get("attributes", {})):
            return
        task = asyncio.create_task(self._deliver(name, function, push))
        self._under_way.add(task)
        task.add_done_callback(self._over)

    async def stop(self) -> None:
        """Cancel all deliveries that have not finished."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _over(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("a message was lost because its delivery failed unexpectedly", exc_info=error)

    async def _deliver(self, name: str, function: ManifestFunction, push: Push) -> None:
        for attempt in range(1, function.attempts + 1):
            reply = await self._attempt(name, function, {**push, "deliveryAttempt": attempt})
            if reply.succeeded:
                return
            log.warning("message to %s failed with status %d: %s", name, reply.status, reply.body[:300])
            if attempt < function.attempts:
                await asyncio.sleep(min(self._first * 2.0 ** (attempt - 1), self._longest))
        log.error("message to %s became a dead letter after %d attempts", name, function.attempts)
        await self._publish_dead_letter(name, push)

    async def _attempt(self, name: str, function: ManifestFunction, push: Push) -> InternalCallResponse:
        body, seconds, told = json.dumps(push).encode(), function.timeout_seconds + 5, False
        while True:
            async with self._free[name]:
                reply = await self._calls.post(name, body, headers=HEADERS, timeout_seconds=seconds)
            if reply.reached:
                return reply
            if not told:
                log.warning("message to %s waits until the functions host can be reached: %s", name, reply.body)
            told = True
            await asyncio.sleep(self._first)
