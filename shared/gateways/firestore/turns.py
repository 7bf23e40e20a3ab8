"""Those of one instance who are about to change the same document do so one after the other.

Of several commits at the same moment one would succeed, and the others look again, decide again, and collide again.
Whoever waits for their turn is told how the one before them has left the document, so that one commit is enough.

It is a courtesy and decides nothing: what is kept is decided by the preconditions, other instances know nothing of it,
and nobody waits for longer than they would have been patient.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass, field

from shared.gateways.firestore.snapshots import Snapshot

_PATIENCE = 5.0


@dataclass(slots=True)
class _Line:
    """Who is at one document: there as long as anybody is. `left` is how the one before has seen or made it."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    people: int = 0
    left: Snapshot | None = None


class Turn:
    """Somebody's turn at some documents."""

    def __init__(self, lines: Mapping[str, _Line]) -> None:
        self._lines = lines

    def news(self, seen: Mapping[str, Snapshot]) -> dict[str, Snapshot]:
        """What has become of these documents since they were *seen*, as far as those before knew."""
        left = {path: line.left for path, line in self._lines.items() if line.left is not None}
        return {path: now for path, now in left.items() if path not in seen or _older(seen[path], now)}

    def leave(self, known: Mapping[str, Snapshot]) -> None:
        """Tell those who come next what is *known* of the documents now."""
        for path, line in self._lines.items():
            line.left = known.get(path, line.left)


def _older(seen: Snapshot, now: Snapshot) -> bool:
    if seen.update_time is None or now.update_time is None:
        return seen.update_time is not now.update_time
    return (seen.update_time.seconds, seen.update_time.nanos) < (now.update_time.seconds, now.update_time.nanos)


class Turns:
    """All lines of an instance. Who leaves one after so many seconds of *patience* goes on without a turn."""

    def __init__(self, *, patience: float = _PATIENCE) -> None:
        self._patience = patience
        self._lines: dict[str, _Line] = {}

    @contextlib.asynccontextmanager
    async def taken(self, paths: Collection[str]) -> AsyncIterator[Turn]:
        """Wait until nobody else is at any of *paths*, and be there for as long as the block lasts."""
        # In one order for all, so that no two wait for each other.
        lines = {path: self._lines.setdefault(path, _Line()) for path in sorted(paths)}
        for line in lines.values():
            line.people += 1
        held: list[_Line] = []
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._patience):
                    for line in lines.values():
                        await line.turn.acquire()
                        held.append(line)
            yield Turn(lines)
        finally:
            for line in held:
                line.turn.release()
            self._forget(lines)

    def _forget(self, lines: Mapping[str, _Line]) -> None:
        for path, line in lines.items():
            line.people -= 1
            if not line.people:
                del self._lines[path]
