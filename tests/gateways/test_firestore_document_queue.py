"""Turns at documents: one at a time, in the order they came, each told what the one before has left."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from google.protobuf.timestamp_pb2 import Timestamp

from emulators.demo.expectations import POLL_TIMEOUT
from shared.gateways.firestore.document_queue import DocumentQueue, QueueTurn
from shared.gateways.firestore.snapshots import Snapshot


def version(number: int, path: str = "a") -> Snapshot:
    """A document in one of its versions; in version 0 it is not there."""
    return Snapshot(path, {"n": number}, Timestamp(nanos=number)) if number else Snapshot(path, None, None)


class Visit:
    """Somebody who is at some documents until told to go."""

    def __init__(self, turns: DocumentQueue, *paths: str, leaves: int | None = None) -> None:
        self._turns = turns
        self._paths = paths
        self._leaves = leaves
        self.there = asyncio.Event()
        self.go = asyncio.Event()
        self.turn: QueueTurn | None = None
        self.task = asyncio.ensure_future(self._visit())

    async def _visit(self) -> None:
        async with self._turns.wait_for_turn(self._paths) as self.turn:
            self.there.set()
            await self.go.wait()
            if self._leaves is not None:
                self.turn.publish_snapshots({path: version(self._leaves, path) for path in self._paths})

    async def over(self) -> None:
        """Be told to go, and be gone."""
        self.go.set()
        await self.task

    def news(self, seen: int) -> list[int]:
        """The versions that one is told of who has seen that one of each document."""
        assert self.turn is not None
        told = self.turn.newer_snapshots({path: version(seen, path) for path in self._paths})
        return [int(snapshot.data["n"]) if snapshot.data else 0 for snapshot in told.values()]


@contextlib.asynccontextmanager
async def in_turn(turns: DocumentQueue, *visits: Visit) -> AsyncIterator[None]:
    """All of them have had a look round; in the end they are gone, and nothing is left of any line."""
    await a_moment()
    yield
    await asyncio.gather(*(visit.over() for visit in visits))
    assert turns._documents == {}


async def a_moment() -> None:
    """Let everybody do what they can do."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_one_at_a_time_in_the_order_they_came() -> None:
    """
    Whoever comes while somebody is there waits, and the next is whoever has waited longest.
    """
    turns = DocumentQueue(timeout=POLL_TIMEOUT)
    visits = [Visit(turns, "a") for _ in range(3)]

    async with in_turn(turns, *visits):
        there = [[visit.there.is_set() for visit in visits]]
        await visits[0].over()
        await a_moment()
        there.append([visit.there.is_set() for visit in visits])

    assert there == [[True, False, False], [True, True, False]]


async def test_nobody_waits_who_is_at_something_else() -> None:
    """
    A line is one document's.
    """
    turns = DocumentQueue(timeout=POLL_TIMEOUT)
    visits = [Visit(turns, "a"), Visit(turns, "b")]

    async with in_turn(turns, *visits):
        assert all(visit.there.is_set() for visit in visits)


async def test_who_waited_is_told_what_was_left() -> None:
    """
    What the one before has made of the document, unless it was seen already, or something newer.
    """
    turns = DocumentQueue(timeout=POLL_TIMEOUT)
    first, second = Visit(turns, "a", leaves=5), Visit(turns, "a")

    async with in_turn(turns, first, second):
        await first.over()
        await second.there.wait()
        told = [second.news(seen) for seen in (0, 4, 5, 6)]

    assert told == [[5], [5], [], []]


async def test_what_was_deleted_is_told_too() -> None:
    """
    To those who have seen it, not to those who have seen that it is gone.
    """
    turns = DocumentQueue(timeout=POLL_TIMEOUT)
    first, second = Visit(turns, "a", leaves=0), Visit(turns, "a")

    async with in_turn(turns, first, second):
        await first.over()
        await second.there.wait()
        told = [second.news(3), second.news(0)]

    assert told == [[0], []]


async def test_who_says_nothing_is_no_news() -> None:
    """
    Somebody who goes before knowing anything has told nothing.
    """
    turns = DocumentQueue(timeout=POLL_TIMEOUT)
    first, second = Visit(turns, "a"), Visit(turns, "a")

    async with in_turn(turns, first, second):
        await first.over()
        await second.there.wait()
        told = second.news(1)

    assert told == []


async def test_two_who_want_the_same_two_do_not_wait_for_each_other() -> None:
    """
    In whichever order each names them.
    """
    turns = DocumentQueue(timeout=POLL_TIMEOUT)
    visits = [Visit(turns, "a", "b"), Visit(turns, "b", "a"), Visit(turns, "b")]

    async with in_turn(turns, *visits):
        assert [visit.there.is_set() for visit in visits] == [True, False, False]
        await visits[0].over()
        await visits[2].over()
        await visits[1].there.wait()


async def test_nobody_waits_for_ever() -> None:
    """
    Whoever has lost patience goes on without a turn: it is only a courtesy.
    """
    turns = DocumentQueue(timeout=0.01)
    stays, waits = Visit(turns, "a"), Visit(turns, "a")

    async with in_turn(turns, stays, waits):
        await waits.there.wait()
        await waits.over()

        assert not stays.go.is_set()


async def test_who_goes_away_while_waiting_is_not_waited_for() -> None:
    """
    The next in the line has the turn.
    """
    turns = DocumentQueue(timeout=POLL_TIMEOUT)
    first, gone, last = Visit(turns, "a"), Visit(turns, "a"), Visit(turns, "a")
    await a_moment()
    gone.task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await gone.task

    async with in_turn(turns, first, last):
        await first.over()
        await last.there.wait()
