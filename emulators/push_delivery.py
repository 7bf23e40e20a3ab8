"""Messages on their way from Pub/Sub to the functions, tried again as the cloud tries them.

Google's emulator forgets a message that it could not push some times, above all while a functions host is restarted. So
each push is taken over at once, and what the subscription promises is kept here.
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
# The cloud waits 10 to 600 seconds between attempts; a person at a keyboard does not want to.
MIN_BACKOFF, MAX_BACKOFF = 1.0, 10.0
HEADERS = {"User-Agent": "CloudPubSub-Google"}


class PushDelivery:
    """Delivers messages, some of a function at once; *publish_dead_letter* takes those whose attempts are used up.

    A functions host that is not there has attempted nothing: it is waited for.
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
        """Take a message for the function *name* over; one that does not match the function's filter is acknowledged.

        The cloud filters before it pushes; Google's emulator ignores filters.
        """
        if not parse_filter(function.filter)(push["message"].get("attributes", {})):
            return
        task = asyncio.create_task(self._deliver(name, function, push))
        self._under_way.add(task)
        task.add_done_callback(self._over)

    async def stop(self) -> None:
        """Give up what is under way."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _over(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("an event is lost", exc_info=error)

    async def _deliver(self, name: str, function: ManifestFunction, push: Push) -> None:
        for attempt in range(1, function.attempts + 1):
            reply = await self._attempt(name, function, {**push, "deliveryAttempt": attempt})
            if reply.succeeded:
                return
            log.warning("event to %s answered %d: %s", name, reply.status, reply.body[:300])
            if attempt < function.attempts:
                await asyncio.sleep(min(self._first * 2.0 ** (attempt - 1), self._longest))
        log.error("event to %s is a dead letter after %d attempts", name, function.attempts)
        await self._publish_dead_letter(name, push)

    async def _attempt(self, name: str, function: ManifestFunction, push: Push) -> InternalCallResponse:
        body, seconds, told = json.dumps(push).encode(), function.timeout_seconds + 5, False
        while True:
            async with self._free[name]:
                reply = await self._calls.post(name, body, headers=HEADERS, timeout_seconds=seconds)
            if reply.reached:
                return reply
            if not told:
                log.warning("event to %s waits: %s", name, reply.body)
            told = True
            await asyncio.sleep(self._first)
