"""Batching of reads: under load, the reads of one turn of the event loop become one call, with each document once.

While few reads wait, each is sent alone, which is quickest. A batch is sent after the last of its reads was asked for.
So its documents are as fresh as those of a read sent alone. A batch costs less CPU and fewer billed reads: a document
that many requests need at one moment, such as an event on sale, is read once.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

from shared.gateways.firestore.snapshots import Snapshot

SnapshotsByPath = Mapping[str, Snapshot]

# A call for one document takes half the CPU of one for several: while so few wait, gathering saves nothing.
_BATCHING_THRESHOLD = 8
# A call for more documents grows slow, and others would wait for it.
_MAX_BATCH = 100


class ReadBatcher:
    """Collects the paths that are asked for in one turn, and reads them with `read`."""

    def __init__(self, read: Callable[[Sequence[str]], Awaitable[SnapshotsByPath]]) -> None:
        self._read = read
        self._pending: list[tuple[Sequence[str], asyncio.Future[SnapshotsByPath]]] = []
        self._read_tasks: set[asyncio.Task[None]] = set()
        self._waiting = 0

    async def get(self, paths: Sequence[str]) -> SnapshotsByPath:
        """Get the documents at `paths`, and perhaps others."""
        self._waiting += 1
        try:
            return await (self._read(paths) if self._waiting <= _BATCHING_THRESHOLD else self._get_batched(paths))
        finally:
            self._waiting -= 1

    async def _get_batched(self, paths: Sequence[str]) -> SnapshotsByPath:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[SnapshotsByPath] = loop.create_future()
        if not self._pending:
            loop.call_soon(self._send_batches)
        self._pending.append((paths, answer))
        return await answer

    def _send_batches(self) -> None:
        asked, self._pending = self._pending, []
        wanted: dict[str, None] = {}
        waiting: list[asyncio.Future[SnapshotsByPath]] = []
        for paths, answer in asked:
            if waiting and len(wanted) + sum(path not in wanted for path in paths) > _MAX_BATCH:
                self._start_read(list(wanted), waiting)
                wanted, waiting = {}, []
            wanted |= dict.fromkeys(paths)
            waiting.append(answer)
        self._start_read(list(wanted), waiting)

    def _start_read(self, paths: Sequence[str], waiting: Sequence["asyncio.Future[SnapshotsByPath]"]) -> None:
        reading = asyncio.ensure_future(self._read_and_answer(paths, waiting))
        self._read_tasks.add(reading)
        reading.add_done_callback(self._read_tasks.discard)

    async def _read_and_answer(
        self, paths: Sequence[str], waiting: Sequence["asyncio.Future[SnapshotsByPath]"]
    ) -> None:
        try:
            found = await self._read(paths)
        except Exception as error:  # noqa: BLE001 (it is theirs who asked)
            for answer in waiting:
                if not answer.done():
                    answer.set_exception(error)
            return
        for answer in waiting:
            # Who asked may have gone.
            if not answer.done():
                answer.set_result(found)
