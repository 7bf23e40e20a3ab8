"""Under load, reads that are asked for in one turn of the event loop go out together: one call, each document once.

While few wait each goes out by itself, which is quickest. Nobody is handed what was read before they asked, so
it is as true as a read of one's own, and far cheaper; at the bill too, since what many ask for at the same moment (an
event on sale) is read once for all of them.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

from shared.gateways.firestore.snapshots import Snapshot

Found = Mapping[str, Snapshot]

# A call for one document takes half the CPU of one for several: while so few wait, gathering saves nothing.
_FEW = 8
# A call for more documents grows slow, and others would wait for it.
_MOST = 100


class Gathering:
    """Collects the paths that are asked for in one turn, and reads them with *read*."""

    def __init__(self, read: Callable[[Sequence[str]], Awaitable[Found]]) -> None:
        self._read = read
        self._asked: list[tuple[Sequence[str], asyncio.Future[Found]]] = []
        self._reading: set[asyncio.Task[None]] = set()
        self._waiting = 0

    async def get(self, paths: Sequence[str]) -> Found:
        """The documents at *paths*, and perhaps others."""
        self._waiting += 1
        try:
            return await (self._read(paths) if self._waiting <= _FEW else self._gathered(paths))
        finally:
            self._waiting -= 1

    async def _gathered(self, paths: Sequence[str]) -> Found:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Found] = loop.create_future()
        if not self._asked:
            loop.call_soon(self._send)
        self._asked.append((paths, answer))
        return await answer

    def _send(self) -> None:
        asked, self._asked = self._asked, []
        wanted: dict[str, None] = {}
        waiting: list[asyncio.Future[Found]] = []
        for paths, answer in asked:
            if waiting and len(wanted) + sum(path not in wanted for path in paths) > _MOST:
                self._begin(list(wanted), waiting)
                wanted, waiting = {}, []
            wanted |= dict.fromkeys(paths)
            waiting.append(answer)
        self._begin(list(wanted), waiting)

    def _begin(self, paths: Sequence[str], waiting: Sequence["asyncio.Future[Found]"]) -> None:
        reading = asyncio.ensure_future(self._answer(paths, waiting))
        self._reading.add(reading)
        reading.add_done_callback(self._reading.discard)

    async def _answer(self, paths: Sequence[str], waiting: Sequence["asyncio.Future[Found]"]) -> None:
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
