"""Queue within one instance: calls that are about to change the same document do so one after the other."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass, field

from shared.gateways.firestore.snapshots import Snapshot

_WAIT_TIMEOUT = 5.0


@dataclass(slots=True)
class _QueuedDocument:
    """Queue of one document, kept while anybody waits.

    `latest` is the document as the previous call has read or written it.
    """

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiters: int = 0
    latest: Snapshot | None = None


class QueueTurn:
    """Turn of one call at some documents."""

    def __init__(self, lines: Mapping[str, _QueuedDocument]) -> None:
        self._documents = lines

    def newer_snapshots(self, snapshots: Mapping[str, Snapshot]) -> dict[str, Snapshot]:
        """Return the snapshots of previous calls that are newer than those in `snapshots`."""
        left = {path: line.latest for path, line in self._documents.items() if line.latest is not None}
        return {path: now for path, now in left.items() if path not in snapshots or _is_older(snapshots[path], now)}

    def publish_snapshots(self, snapshots: Mapping[str, Snapshot]) -> None:
        """Publish `snapshots` to the next calls, as the latest versions of their documents."""
        for path, line in self._documents.items():
            line.latest = snapshots.get(path, line.latest)


def _is_older(seen: Snapshot, now: Snapshot) -> bool:
    if seen.update_time is None or now.update_time is None:
        return seen.update_time is not now.update_time
    return (seen.update_time.seconds, seen.update_time.nanos) < (now.update_time.seconds, now.update_time.nanos)


class DocumentQueue:
    """All queues of an instance. A call that has waited for `timeout` seconds goes on without a turn."""

    def __init__(self, *, timeout: float = _WAIT_TIMEOUT) -> None:
        self._timeout = timeout
        self._documents: dict[str, _QueuedDocument] = {}

    @contextlib.asynccontextmanager
    async def wait_for_turn(self, paths: Collection[str]) -> AsyncIterator[QueueTurn]:
        """Wait for the turn at all of `paths`, and hold the turn while the block runs."""
        # In one order for all, so that no two wait for each other.
        lines = {path: self._documents.setdefault(path, _QueuedDocument()) for path in sorted(paths)}
        for line in lines.values():
            line.waiters += 1
        held: list[_QueuedDocument] = []
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._timeout):
                    for line in lines.values():
                        await line.lock.acquire()
                        held.append(line)
            yield QueueTurn(lines)
        finally:
            for line in held:
                line.lock.release()
            self._drop_idle_documents(lines)

    def _drop_idle_documents(self, lines: Mapping[str, _QueuedDocument]) -> None:
        for path, line in lines.items():
            line.waiters -= 1
            if not line.waiters:
                del self._documents[path]
