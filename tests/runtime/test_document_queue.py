"""Many calls of one instance on one document: each has its turn, and one commit."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest

from emulators.demo.expectations import POLL_TIMEOUT
from shared.gateways.firestore.client import Firestore, PreconditionFailed
from shared.gateways.firestore.document_queue import DocumentQueue
from shared.kernel.errors import Conflict
from shared.kernel.ports import UnitOfWork
from shared.runtime import idempotency
from shared.runtime.context import Context
from shared.runtime.instance import Runtime
from tests.runtime.sample_functions import Count, counter_ref, increment_counter, load_count
from tests.world import World

pytestmark = pytest.mark.emulator


Action = Callable[[UnitOfWork], Awaitable[int]]


@dataclass(slots=True)
class Watched(Firestore):
    """Counts the commits that came in vain."""

    in_vain: int = 0

    async def commit(self, writes: Any) -> Any:
        try:
            return await Firestore.commit(self, writes)
        except PreconditionFailed:
            self.in_vain += 1
            raise


def watched(runtime: Runtime) -> Watched:
    """The runtime's database, which counts from now on; and nobody loses patience, however slow the machine."""
    db = Watched.open(runtime.gateways.documents.address)
    db.document_queue = DocumentQueue(timeout=POLL_TIMEOUT)
    runtime.gateways.documents = db
    return db


def together(count: int, action: Action) -> Action:
    """*action*, where *count* calls have looked before the first of them goes on."""
    barrier = asyncio.Barrier(count)

    async def at_the_same_moment(uow: UnitOfWork) -> int:
        result = await action(uow)
        if uow.attempt == 0:
            await barrier.wait()
        return result

    return at_the_same_moment


def a_call(runtime: Runtime, n: int = 0) -> Context:
    """A call of its own."""
    return Context(runtime, function="toy", request_id=f"req_{n}")


async def test_who_waits_for_their_turn_does_not_commit_in_vain(world: World) -> None:
    """
    Thirty count at once: each looks once and commits once, and the count is right.
    """
    db = watched(world.runtime)
    counting = together(30, increment_counter)

    results = await asyncio.gather(*(a_call(world.runtime, n).commit(counting) for n in range(30)))

    assert sorted(results) == list(range(1, 31))
    assert (await load_count(world), db.in_vain, db.meter.writes) == (30, 0, 30)
    # Those who asked at the same moment were read for together.
    assert db.meter.reads <= 30
    await db.close()


async def test_two_instances_know_nothing_of_each_others_turns(world: World) -> None:
    """
    Between instances the preconditions decide as ever, and no count is lost.
    """
    other = Runtime(world.runtime.settings, clock=world.runtime.clock, log=world.runtime.log)

    results = await asyncio.gather(
        *(a_call(runtime, n).commit(increment_counter) for n in range(15) for runtime in (world.runtime, other))
    )

    assert sorted(results) == list(range(1, 31))
    assert await load_count(world) == 30
    await other.gateways.documents.close()


async def test_a_decision_is_made_anew_when_its_turn_has_come(world: World) -> None:
    """
    Ten want to be the one who makes the first: the others see in their turn that it is there, and are refused.
    """
    db = watched(world.runtime)

    async def be_first(uow: UnitOfWork) -> int:
        if await uow.get(counter_ref()) is not None:
            raise Conflict
        return await increment_counter(uow)

    first = together(10, be_first)
    results = await asyncio.gather(*(a_call(world.runtime, n).commit(first) for n in range(10)), return_exceptions=True)

    assert sum(isinstance(result, Conflict) for result in results) == 9
    assert (await load_count(world), db.in_vain) == (1, 0)
    await db.close()


async def test_the_same_request_twice_at_once_is_done_once(world: World) -> None:
    """
    With one `Idempotency-Key`, the second waits for the first and is told what that was told.
    """
    db = watched(world.runtime)
    calls = [a_call(world.runtime, n) for n in range(2)]
    counting = together(2, increment_counter)
    for call in calls:
        call.set_idempotency_key(idempotency.key_for_request("key", caller="ana", function="toy", body=b"{}"))

    results = await asyncio.gather(*(call.commit(counting) for call in calls))

    assert (tuple(results), await load_count(world), db.in_vain) == ((1, 1), 1, 0)
    assert sorted(call.replayed for call in calls) == [False, True]
    await db.close()


async def test_what_others_changed_meanwhile_is_read(world: World) -> None:
    """
    What was left to one who waited is old by then, since somebody of another instance was there: they look again.
    """

    async def disturbed(uow: UnitOfWork) -> int:
        if uow.attempt == 1:
            await world.put_documents((counter_ref(), Count(n=100)))
        return await increment_counter(uow)

    counting = together(2, disturbed)
    results = await asyncio.gather(*(a_call(world.runtime, n).commit(counting) for n in range(2)))

    assert (sorted(results), await load_count(world)) == ([1, 101], 101)


async def test_what_one_found_out_in_vain_the_others_need_not(world: World) -> None:
    """
    Somebody of another instance was first: one commits in vain and looks again, and all behind them are told.
    """
    db = watched(world.runtime)
    barrier = asyncio.Barrier(10)

    async def be_first(uow: UnitOfWork) -> int:
        if await uow.get(counter_ref()) is not None:
            raise Conflict
        if await barrier.wait() == 0:
            await world.put_documents((counter_ref(), Count(n=100)))
        await barrier.wait()
        return await increment_counter(uow)

    results = await asyncio.gather(
        *(a_call(world.runtime, n).commit(be_first) for n in range(10)), return_exceptions=True
    )

    assert all(isinstance(result, Conflict) for result in results)
    assert (await load_count(world), db.in_vain) == (100, 1)
    assert db.meter.reads <= 10 + 1
    await db.close()
