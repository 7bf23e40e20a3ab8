"""Clock that tests can move forward, with scheduled actions."""

import asyncio
import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

DueAction = Callable[[datetime], None]


@dataclass(order=True)
class _DueEntry:
    when: datetime
    order: int
    action: DueAction = field(compare=False)


class SimulatedClock:
    """Real time plus an offset. Scheduled actions run on the event loop, in the order of their due times."""

    def __init__(self) -> None:
        self._offset = timedelta()
        self._due: list[_DueEntry] = []
        self._order = itertools.count()
        self._changed = asyncio.Event()
        self._runner: asyncio.Task[None] | None = None

    def now(self) -> datetime:
        """Return the present time of this clock, in UTC."""
        return datetime.now(UTC) + self._offset

    def run_at(self, when: datetime, action: DueAction) -> None:
        """Schedule an action for the time `when`. The action receives the time at which it was due."""
        heapq.heappush(self._due, _DueEntry(when, next(self._order), action))
        self._changed.set()
        if self._runner is None or self._runner.done():
            self._runner = asyncio.get_running_loop().create_task(self._run())

    def run_after(self, seconds: float, action: DueAction) -> None:
        """Schedule an action after a number of seconds."""
        self.run_at(self.now() + timedelta(seconds=seconds), action)

    def advance(self, seconds: float) -> datetime:
        """Move the clock forward by `seconds`, run the actions that became due, and return the new time."""
        self._offset += timedelta(seconds=seconds)
        self.run_due_actions()
        self._changed.set()
        return self.now()

    def run_due_actions(self) -> None:
        """Run the actions that are due, so that the next answer shows their effects."""
        while self._due and self._due[0].when <= self.now():
            due = heapq.heappop(self._due)
            due.action(due.when)

    def close(self) -> None:
        """Remove all scheduled actions."""
        self._due.clear()
        if self._runner is not None:
            self._runner.cancel()

    async def _run(self) -> None:
        while self._due:
            self._changed.clear()
            wait = (self._due[0].when - self.now()).total_seconds()
            try:
                async with asyncio.timeout(max(wait, 0)):
                    await self._changed.wait()
            except TimeoutError:
                self.run_due_actions()
