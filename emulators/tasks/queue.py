"""Task queue: schedule times, rate limits, retries and finished tasks of one Cloud Tasks queue."""

import asyncio
import contextlib
import heapq
import itertools
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Literal, TypeAlias

import grpc
from google.cloud import tasks_v2

from emulators.manifest import QueueRules

NAME_RETENTION_SECONDS = 3600.0
MAX_FINISHED_TASKS = 500

Outcome: TypeAlias = Literal["done", "gave_up", "deleted", "purged"]


class TaskCallRefused(Exception):
    """Cloud Tasks would refuse the call, with the status in `code`."""

    def __init__(self, code: grpc.StatusCode, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class DeliveryResult:
    """Result of one delivery of a task.

    Attributes:
        status: HTTP status, or None if there was no answer.
        retry_after: Seconds from the answer's `Retry-After` header, or 0.
        error: Start of the answer's body, or the connection error.
    """

    status: int | None
    retry_after: float = 0.0
    error: str = ""

    @property
    def succeeded(self) -> bool:
        """Return whether the status is 2xx, so that the task is done."""
        return self.status is not None and 200 <= self.status < 300


@dataclass(eq=False)
class QueuedTask:
    """Task in a queue, with the state of its delivery.

    Attributes:
        task: Task as it was created.
        due: Time of the next attempt, in seconds since the epoch.
        dispatches: Number of attempts.
        answers: Number of attempts that received an answer.
        running: True if an attempt is in progress.
        first_attempt: Time of the first attempt.
        last_attempt: Time of the latest attempt.
        last: Result of the latest attempt.
    """

    task: tasks_v2.Task
    due: float
    dispatches: int = 0
    answers: int = 0
    running: bool = False
    first_attempt: datetime | None = None
    last_attempt: datetime | None = None
    last: DeliveryResult | None = None

    @property
    def name(self) -> str:
        """Return the full name of the task."""
        return str(self.task.name)


@dataclass(frozen=True)
class FinishedTask:
    """Record of a task that has left its queue."""

    name: str
    url: str
    outcome: Outcome
    attempts: int
    last_status: int | None
    error: str
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


DeliverTask: TypeAlias = Callable[[QueuedTask], Awaitable[DeliveryResult]]


def compute_backoff(rules: QueueRules, failures: int) -> float:
    """Return the seconds to wait after a number of failures.

    The wait doubles `rules.doublings` times, then grows linearly, up to `rules.max_backoff_seconds`.
    """
    step = rules.min_backoff_seconds * 2.0 ** min(failures - 1, rules.doublings)
    return float(min(step * max(1, failures - rules.doublings), rules.max_backoff_seconds))


class TaskQueue:
    """Task queue that delivers tasks when they are due, within the queue's rate limits.

    Args:
        name: Full name of the queue.
        rules: Rate limits and retry settings.
        deliver: Function that makes one attempt to deliver a task.
        names_kept_for: Seconds for which the name of a finished task cannot be used again.
    """

    def __init__(
        self, name: str, rules: QueueRules, deliver: DeliverTask, *, names_kept_for: float = NAME_RETENTION_SECONDS
    ) -> None:
        self.name = name
        self.rules = rules
        self.paused = False
        self.finished: deque[FinishedTask] = deque(maxlen=MAX_FINISHED_TASKS)
        self._deliver = deliver
        self._names_kept_for = names_kept_for
        self._entries: dict[str, QueuedTask] = {}
        self._used_names: dict[str, float] = {}
        self._order: list[tuple[float, int, QueuedTask]] = []
        self._sequence = itertools.count()
        self._changed = asyncio.Event()
        self._free = asyncio.Semaphore(rules.concurrent)
        self._pace = RateLimiter(rules.per_second)
        self._attempts: set[asyncio.Task[None]] = set()
        self._dispatcher = asyncio.create_task(self._dispatch())

    def add(self, task: tasks_v2.Task, due: float) -> QueuedTask:
        """Add a task that is due at `due`, in seconds since the epoch.

        Raises:
            TaskCallRefused: The task's name is in use, or was used a short time ago.
        """
        name = str(task.name)
        if name in self._entries:
            raise TaskCallRefused(grpc.StatusCode.ALREADY_EXISTS, "Requested entity already exists")
        if self._used_names.get(name, 0.0) > time.time():
            message = "The task cannot be created because a task with this name existed too recently."
            raise TaskCallRefused(grpc.StatusCode.ALREADY_EXISTS, message)
        entry = QueuedTask(task, due)
        self._entries[name] = entry
        self._wait(entry, due)
        return entry

    def get(self, name: str) -> QueuedTask:
        """Return a task in the queue.

        Raises:
            TaskCallRefused: The queue contains no task of this name.
        """
        if name not in self._entries:
            raise TaskCallRefused(grpc.StatusCode.NOT_FOUND, "The task no longer exists, or never did.")
        return self._entries[name]

    def list_waiting(self) -> list[QueuedTask]:
        """Return the tasks in the queue, sorted by name."""
        return [self._entries[name] for name in sorted(self._entries)]

    def delete(self, name: str) -> None:
        """Delete a task. A delivery in progress continues, but is not retried."""
        self._finish_task(self.get(name), "deleted")

    def purge(self) -> None:
        """Delete every task in the queue."""
        for entry in self.list_waiting():
            self._finish_task(entry, "purged")

    def bring_forward(self, seconds: float) -> None:
        """Let every waiting task be due `seconds` earlier, because the clock of the functions was moved."""
        for entry in self.list_waiting():
            if not entry.running:
                self._wait(entry, entry.due - seconds)

    def pause(self) -> None:
        """Pause deliveries."""
        self.paused = True

    def resume(self) -> None:
        """Resume deliveries, beginning with tasks that became due during the pause."""
        self.paused = False
        self._changed.set()

    def run_now(self, name: str) -> QueuedTask:
        """Deliver a task now, regardless of schedule time, rate limit and pause."""
        entry = self.get(name)
        if not entry.running:
            self._begin(entry, self._attempt(entry))
        return entry

    async def stop(self) -> None:
        """Stop the queue and cancel deliveries in progress."""
        running = [self._dispatcher, *self._attempts]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _wait(self, entry: QueuedTask, due: float) -> None:
        entry.due = due
        heapq.heappush(self._order, (due, next(self._sequence), entry))
        self._changed.set()

    def _finish_task(self, entry: QueuedTask, outcome: Outcome) -> None:
        if self._entries.pop(entry.name, None) is None:
            return
        now = time.time()
        self._used_names = {name: until for name, until in self._used_names.items() if until > now}
        self._used_names[entry.name] = now + self._names_kept_for
        last = entry.last or DeliveryResult(None)
        url = str(entry.task.http_request.url)
        self.finished.append(FinishedTask(entry.name, url, outcome, entry.dispatches, last.status, last.error))

    async def _dispatch(self) -> None:
        while True:
            self._changed.clear()
            delay = self._until_next()
            if delay > 0:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._changed.wait(), None if delay == float("inf") else delay)
                continue
            await self._free.acquire()
            await self._pace.acquire()
            if self._until_next() > 0:
                self._free.release()
                continue
            _, _, entry = heapq.heappop(self._order)
            self._begin(entry, self._attempt_and_free(entry))

    def _until_next(self) -> float:
        while self._order and not self._is_current(self._order[0]):
            heapq.heappop(self._order)
        if self.paused or not self._order:
            return float("inf")
        return self._order[0][0] - time.time()

    def _is_current(self, item: tuple[float, int, QueuedTask]) -> bool:
        due, _, entry = item
        return self._entries.get(entry.name) is entry and entry.due == due and not entry.running

    def _begin(self, entry: QueuedTask, attempt: Awaitable[None]) -> None:
        entry.running = True
        task = asyncio.ensure_future(attempt)
        self._attempts.add(task)
        task.add_done_callback(self._attempts.discard)

    async def _attempt_and_free(self, entry: QueuedTask) -> None:
        try:
            await self._attempt(entry)
        finally:
            self._free.release()

    async def _attempt(self, entry: QueuedTask) -> None:
        answer = await self._deliver(entry)
        now = datetime.now(UTC)
        entry.running = False
        entry.dispatches += 1
        entry.answers += answer.status is not None
        entry.first_attempt = entry.first_attempt or now
        entry.last_attempt = now
        entry.last = answer
        if answer.succeeded:
            self._finish_task(entry, "done")
        elif 0 < self.rules.attempts <= entry.dispatches:
            self._finish_task(entry, "gave_up")
        elif entry.name in self._entries:
            pause = max(compute_backoff(self.rules, entry.dispatches), answer.retry_after)
            self._wait(entry, (now + timedelta(seconds=pause)).timestamp())


class RateLimiter:
    """Token bucket: at most `per_second` dispatches a second, with a burst of a fifth of that number."""

    def __init__(self, per_second: float) -> None:
        self._per_second = per_second
        self._burst = float(max(1, ceil(per_second / 5)))
        self._allowance = self._burst
        self._updated = time.monotonic()

    async def acquire(self) -> None:
        """Wait until the rate limit allows the next dispatch."""
        self._refill()
        if self._allowance < 1:
            await asyncio.sleep((1 - self._allowance) / self._per_second)
            self._refill()
        self._allowance -= 1

    def _refill(self) -> None:
        now = time.monotonic()
        self._allowance = min(self._burst, self._allowance + (now - self._updated) * self._per_second)
        self._updated = now
