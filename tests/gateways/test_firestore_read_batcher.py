"""Reads that go out together: each asker gets its own, and nobody another's trouble."""

import asyncio
from collections.abc import Sequence

import pytest

from shared.gateways.firestore.read_batcher import ReadBatcher, SnapshotsByPath
from shared.gateways.firestore.snapshots import Snapshot


class Database:
    """Answers when it is told to; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.may_answer = asyncio.Event()
        self.trouble: Exception | None = None

    async def read(self, paths: Sequence[str]) -> SnapshotsByPath:
        self.asked.append(list(paths))
        await self.may_answer.wait()
        if self.trouble:
            raise self.trouble
        return {path: Snapshot(path, {"n": len(self.asked)}, None) for path in paths}


@pytest.fixture
def database() -> Database:
    """A database that nobody has asked yet."""
    return Database()


async def crowd(database: Database, gathering: ReadBatcher, count: int) -> list["asyncio.Task[SnapshotsByPath]"]:
    """So many who ask at the same moment, two each for one thing; all of it has been sent."""
    tasks = [asyncio.create_task(gathering.get([f"fruits/{number // 2}"])) for number in range(count)]
    for _ in range(3):
        await asyncio.sleep(0)
    return tasks


async def test_a_few_go_out_by_themselves(database: Database) -> None:
    """
    While few wait, each has a call of its own, at once.
    """
    asking = await crowd(database, ReadBatcher(database.read), 8)
    database.may_answer.set()
    await asyncio.gather(*asking)

    assert [len(paths) for paths in database.asked] == [1] * 8


async def test_a_crowd_is_gathered(database: Database) -> None:
    """
    The others of the same moment go out in one call, each document once, and each gets what it asked for.
    """
    asking = await crowd(database, ReadBatcher(database.read), 48)
    database.may_answer.set()
    found = await asyncio.gather(*asking)

    assert len(database.asked) == 9
    assert database.asked[8] == [f"fruits/{number}" for number in range(4, 24)]
    assert all(f"fruits/{number // 2}" in each for number, each in enumerate(found))


async def test_a_call_is_not_too_long(database: Database) -> None:
    """
    More than a hundred documents are several calls, and whoever asks for more than that has one.
    """
    gathering = ReadBatcher(database.read)
    asking = await crowd(database, gathering, 508)
    asking.append(asyncio.create_task(gathering.get([f"pears/{number}" for number in range(130)])))
    await asyncio.sleep(0)
    database.may_answer.set()
    await asyncio.gather(*asking)

    assert [len(paths) for paths in database.asked[8:]] == [100, 100, 50, 130]


async def test_nobody_is_given_what_was_read_before_they_asked(database: Database) -> None:
    """
    Who asks while a call is under way waits for the next.
    """
    gathering = ReadBatcher(database.read)
    early = await crowd(database, gathering, 20)
    late = asyncio.create_task(gathering.get(["fruits/9"]))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    database.may_answer.set()
    await asyncio.gather(*early)

    assert (await late)["fruits/9"] is not (await early[19])["fruits/9"]
    assert database.asked[-1] == ["fruits/9"]


async def test_who_has_gone_is_not_missed(database: Database) -> None:
    """
    When one who asked is cancelled, the others get their answers.
    """
    asking = await crowd(database, ReadBatcher(database.read), 20)
    asking[15].cancel()
    database.may_answer.set()
    found = await asyncio.gather(*asking, return_exceptions=True)

    assert isinstance(found[15], asyncio.CancelledError)
    assert all(not isinstance(each, BaseException) for place, each in enumerate(found) if place != 15)


async def test_trouble_is_told_to_all_who_asked(database: Database) -> None:
    """
    A call that fails fails for all whose it was; the next is another matter.
    """
    gathering = ReadBatcher(database.read)
    asking = await crowd(database, gathering, 20)
    database.trouble = ConnectionError("gone")
    database.may_answer.set()
    told = await asyncio.gather(*asking, return_exceptions=True)
    database.trouble = None

    assert [ConnectionError] * 20 == [type(each) for each in told]
    assert "fruits/1" in await gathering.get(["fruits/1"])
