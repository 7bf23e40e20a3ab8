"""The unit of work: all or nothing, on documents that stood still, however many want the same."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from shared.gateways.firestore.unit_of_work import DocumentNotRead
from shared.kernel import outbox
from shared.kernel.errors import Busy, Conflict, OutcomeUnknown
from shared.kernel.outbox import entry_ref
from shared.kernel.ports import OptionalRef, Query, Refs, UnitOfWork
from shared.runtime.context import Context
from tests.runtime.faulty_firestore import inject_commit_outcomes
from tests.runtime.sample_functions import (
    Count,
    Ring,
    Rung,
    counter_ref,
    increment_and_emit,
    increment_counter,
    load_count,
)
from tests.world import World

pytestmark = pytest.mark.emulator


def a_call(world: World, n: int = 0) -> Context:
    """A call of its own."""
    return Context(world.runtime, function="toy", request_id=f"req_{n}")


async def entries(world: World) -> list[outbox.OutboxEntry]:
    """What waits in the outbox."""
    return await world.reader.query(Query("outbox", outbox.OutboxEntry))


async def test_16_tasks_on_one_document_lose_no_update(world: World) -> None:
    """
    Sixteen count on one document at once, by reading and writing; each count is there in the end.
    """

    async def counting(n: int) -> None:
        for _ in range(4):
            while True:
                try:
                    await a_call(world, n).commit(increment_counter)
                    break
                except Busy:
                    continue

    await asyncio.gather(*(counting(n) for n in range(16)))

    assert await load_count(world) == 64


async def test_a_read_that_moved_has_the_action_run_again(world: World, ctx: Context) -> None:
    """
    The action decides on what the document has become, and what it tells is told once.
    """
    seen: list[tuple[int, int]] = []

    async def slow(uow: UnitOfWork) -> int:
        found = await uow.get(counter_ref())
        seen.append((uow.attempt, found.n if found else 0))
        if uow.attempt == 0:
            await a_call(world).commit(increment_counter, by=10)
        return await increment_and_emit(uow)

    result = await ctx.commit(slow)
    await ctx.finish()

    assert (seen, result, await load_count(world)) == ([(0, 0), (1, 10)], 11, 11)
    assert world.sent_event_types == ["Rung"]
    assert [entry.published_at for entry in await entries(world)] == [world.now]


async def test_a_verified_read_that_moved_has_the_action_run_again(world: World, ctx: Context) -> None:
    """
    What was read and decides must stand still, though it is not changed; nor may what is not there appear.
    """
    await world.put_documents((counter_ref("rule"), Count(n=1)))
    seen: list[tuple[int, bool]] = []

    async def by_the_rule(uow: UnitOfWork) -> None:
        rule, ban = await uow.get_all([counter_ref("rule"), counter_ref("ban")])
        uow.verify(counter_ref("rule"))
        uow.verify(counter_ref("ban"))
        seen.append((rule.n if rule else 0, ban is not None))
        if uow.attempt == 0:
            await a_call(world).commit(increment_counter, "rule")
        if uow.attempt == 1:
            await a_call(world).commit(increment_counter, "ban")
        uow.put(counter_ref(), Count(n=rule.n if rule else 0))

    await ctx.commit(by_the_rule)

    assert seen == [(1, False), (2, False), (2, True)]
    assert await load_count(world) == 2


async def test_only_what_was_read_can_be_verified(world: World) -> None:
    """
    Verifying what nobody looked at is a mistake of the action's: the error names the call, the document and the remedy.
    """
    with pytest.raises(DocumentNotRead, match=r"^uow.verify\('[^']+'\): .* Read it first"):
        world.new_unit_of_work().verify(counter_ref())


async def test_reads_see_what_the_action_wrote(world: World, ctx: Context) -> None:
    """
    Within an action, a document is what the action has made of it.
    """
    await world.put_documents((counter_ref("a"), Count(n=1)), (counter_ref("b"), Count(n=1)))

    async def writing(uow: UnitOfWork) -> list[Any]:
        uow.put(counter_ref("a"), Count(n=2))
        uow.delete(counter_ref("b"))
        uow.create(counter_ref("c"), Count(n=3))
        uow.delete_existing(counter_ref("d"))
        uow.create(counter_ref("d"), Count(n=4))
        return await uow.get_all([counter_ref("a"), counter_ref("b"), counter_ref("c")])

    unit = world.new_unit_of_work()
    found = await writing(unit)

    assert found == [Count(n=2), None, Count(n=3)]
    assert await load_count(world, "a") == 1


async def test_unlike_documents_are_read_in_one_round_trip(world: World, ctx: Context) -> None:
    """
    Each of them has its place in the result, several of a kind and those that are not needed too.
    """
    await world.put_documents((counter_ref("a"), Count(n=1)), (counter_ref("b"), Count(n=2)))
    unit, before = world.new_unit_of_work(), world.documents.meter.rpcs

    one, several, unneeded, none = await unit.get_many(
        counter_ref("a"), Refs([counter_ref("b"), counter_ref("c")]), OptionalRef(None), entry_ref("nothing")
    )

    assert (one, several, unneeded, none) == (Count(n=1), [Count(n=2), None], None, None)
    assert world.documents.meter.rpcs - before == 1


async def test_what_was_read_ahead_is_not_read_again(world: World, ctx: Context) -> None:
    """
    An action that knows what the next steps need reads all of it in one round trip.
    """
    await world.put_documents((counter_ref("a"), Count(n=1)))
    unit, before = world.new_unit_of_work(), world.documents.meter.rpcs

    await unit.prefetch(counter_ref("a"), Refs([counter_ref("b")]), entry_ref("nothing"))
    found = await unit.get(counter_ref("a")), await unit.get(counter_ref("b"))

    assert found == (Count(n=1), None)
    assert world.documents.meter.rpcs - before == 1


async def test_a_second_commit_knows_what_the_first_has_written(world: World, ctx: Context) -> None:
    """
    What a call has committed itself it need not read again; and if somebody has changed it since, it does.
    """
    await ctx.commit(increment_counter)
    reads = world.documents.meter.reads
    await ctx.commit(increment_counter)
    spared = world.documents.meter.reads - reads
    await a_call(world).commit(increment_counter, by=100)
    await ctx.commit(increment_counter)

    assert spared == 0
    assert await load_count(world) == 103


async def test_a_blind_sum_is_not_forgotten(world: World, ctx: Context) -> None:
    """
    What was added blindly after a document was written is there for the next commit of the same call.
    """

    async def adding(uow: UnitOfWork) -> None:
        uow.increment(counter_ref(), "n", 10)

    async def both(uow: UnitOfWork) -> None:
        await increment_counter(uow)
        uow.increment(counter_ref(), "n", 100)

    await ctx.commit(increment_counter)
    await ctx.commit(adding)
    await ctx.commit(increment_counter)
    await ctx.commit(both)
    result = await ctx.commit(increment_counter)

    assert (result, await load_count(world)) == (114, 114)


async def test_blind_sums_add_up(world: World) -> None:
    """
    Fifty additions at once, none of which has read anything, are all there.
    """

    async def adding(uow: UnitOfWork) -> None:
        uow.increment(counter_ref(), "n")
        uow.increment(counter_ref(), "n", 2)

    await asyncio.gather(*(a_call(world, n).commit(adding) for n in range(50)))

    assert await load_count(world) == 150


async def test_nothing_is_written_when_the_action_raises(world: World, ctx: Context) -> None:
    """
    A refusal in the middle leaves no document, no event and no job.
    """

    async def half(uow: UnitOfWork) -> None:
        await increment_and_emit(uow)
        uow.schedule(Ring())
        raise Conflict

    with pytest.raises(Conflict):
        await ctx.commit(half)
    await ctx.finish()

    assert (await load_count(world), await entries(world), world.sent.entries) == (0, [], [])


async def test_documents_that_never_stand_still_are_busy(world: World, ctx: Context) -> None:
    """
    After its last attempt the caller is told to come back, and nothing of it was kept.
    """

    async def disturbed(uow: UnitOfWork) -> None:
        found = await uow.get(counter_ref())
        await world.put_documents((counter_ref(), Count(n=(found.n if found else 0) + 1)))
        uow.put(counter_ref(), Count(n=(found.n if found else 0) + 1_000))
        uow.emit(Rung())

    with pytest.raises(Busy) as busy:
        await ctx.commit(disturbed)
    await ctx.finish()

    assert await load_count(world) < 100
    assert (await entries(world), world.sent_event_types) == ([], [])
    assert busy.value.retry_after


async def test_creating_what_exists_has_the_action_run_again(world: World, ctx: Context) -> None:
    """
    Two who create the same document do not overwrite each other: the second decides again.
    """

    async def first_come(uow: UnitOfWork) -> str:
        if uow.attempt and await uow.get(counter_ref()):
            return "second"
        uow.create(counter_ref(), Count(n=1))
        return "first"

    results = await asyncio.gather(*(a_call(world, n).commit(first_come) for n in range(5)))

    assert sorted(results) == ["first"] + ["second"] * 4


async def test_of_two_who_consume_one_wins(world: World) -> None:
    """
    A document that is used up is used up once, even by one who has read that it is gone.
    """
    await world.put_documents((counter_ref(), Count()))

    async def consuming(uow: UnitOfWork) -> bool:
        if uow.attempt and await uow.get(counter_ref()) is None:
            return False
        uow.delete_existing(counter_ref())
        return True

    async def careless(uow: UnitOfWork) -> None:
        await uow.get(counter_ref())
        uow.delete_existing(counter_ref())

    won = await asyncio.gather(*(a_call(world, n).commit(consuming) for n in range(8)))
    with pytest.raises(Busy):
        await a_call(world).commit(careless)

    assert sorted(won) == [False] * 7 + [True]


async def test_what_is_replaced_unread_must_be_there(world: World) -> None:
    """
    Nothing comes to be by it; who finds nothing there may look and say so.
    """
    await world.put_documents((counter_ref(), Count()))

    async def renewing(uow: UnitOfWork, name: str) -> bool:
        if uow.attempt and await uow.get(counter_ref(name)) is None:
            return False
        uow.put_existing(counter_ref(name), Count(n=7))
        return True

    before = world.documents.meter.reads
    there = await a_call(world).commit(renewing, "b")
    assert world.documents.meter.reads == before
    gone = await a_call(world).commit(renewing, "nothing")

    assert (there, gone) == (True, False)
    assert await world.get(counter_ref()) == Count(n=7)
    assert await world.get(counter_ref("nothing")) is None


async def test_a_read_that_came_through_a_query_must_not_move(world: World, ctx: Context) -> None:
    """
    What a query found, and the action changes, is protected as what was asked for by name.
    """
    await world.put_documents((counter_ref(), Count(n=1)))

    async def doubling(uow: UnitOfWork) -> None:
        (found,) = await uow.query(Query("counters", Count))
        if uow.attempt == 0:
            await a_call(world).commit(increment_counter)
        uow.put(counter_ref(), Count(n=found.n * 2))

    await ctx.commit(doubling)

    assert await load_count(world) == 4


async def test_an_unknown_outcome_is_told(world: World, ctx: Context) -> None:
    """
    When Firestore does not say whether it has committed, a call without a key does not do it again.
    """
    inject_commit_outcomes(world, "answer lost")

    with pytest.raises(OutcomeUnknown):
        await ctx.commit(increment_counter)

    assert await load_count(world) == 1


async def test_a_commit_without_writes_calls_nobody(world: World, ctx: Context) -> None:
    """
    An action that only reads costs no commit.
    """

    async def reading(uow: UnitOfWork) -> int:
        return await uow.count(Query("counters", Count))

    rpcs = world.documents.meter.rpcs
    assert await ctx.commit(reading) == 0
    assert world.documents.meter.rpcs - rpcs == 1


async def test_an_event_and_its_entry_in_one_commit(world: World, ctx: Context) -> None:
    """
    The entry is there when the change is, and marked once the event is out; a second commit carries the mark.
    """
    await ctx.commit(increment_and_emit)
    between = [(entry.type, entry.published_at) for entry in await entries(world)]
    await asyncio.sleep(0)
    await ctx.commit(increment_counter)
    after = [(entry.type, entry.published_at) for entry in await entries(world)]
    await ctx.finish()

    assert (between, after) == ([("Rung", None)], [("Rung", world.now)])
    assert world.sent_event_types == ["Rung"]


async def test_a_job_waits_for_its_time(world: World, ctx: Context) -> None:
    """
    A job is enqueued for its time with its entry, under its key; cancelled, it is forgotten.
    """

    async def planning(uow: UnitOfWork) -> None:
        uow.schedule(Ring(bell="x"), at=world.now + timedelta(minutes=5), key="x")
        uow.schedule(Ring(bell="y"), key="y", precise=False)

    async def thinking_again(uow: UnitOfWork) -> None:
        uow.cancel_job(Ring, "y")

    await ctx.commit(planning)
    await ctx.finish()
    planned = sorted(entry.id for entry in await entries(world))
    await ctx.commit(thinking_again)

    assert planned == ["Ring.x", "Ring.y"]
    assert [(entry.id, entry.due_at - world.now) for entry in world.sent.entries] == [("Ring.x", timedelta(minutes=5))]
    assert [entry.id for entry in await entries(world)] == ["Ring.x"]


async def test_a_sighting_of_an_earlier_request_is_trusted_until_it_moves(world: World) -> None:
    """
    What another request has seen may be changed without reading it, if it is still what was seen.
    """
    await world.put_documents((counter_ref(), Count(n=1)))
    (sighting,) = await world.new_unit_of_work().query_versions(Query("counters", Count))
    attempts: list[int] = []

    async def using(uow: UnitOfWork) -> None:
        attempts.append(uow.attempt)
        if uow.attempt == 0:
            uow.require_version(sighting)
        uow.put(counter_ref(), Count(n=50))

    await a_call(world).commit(using)
    await a_call(world).commit(using)

    assert attempts == [0, 0, 1]
