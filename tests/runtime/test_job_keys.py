"""Jobs under a key: a task concludes the scheduling that it delivers, and no other."""

import asyncio
from datetime import timedelta
from typing import ClassVar

import pytest

from shared.gateways import tasks
from shared.kernel import outbox
from shared.kernel.errors import Unavailable
from shared.kernel.outbox import OutboxEntry
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Job
from shared.runtime import dead_letters, outbox_sweep
from shared.runtime.context import Context
from shared.runtime.triggers import task
from tests.runtime.faulty_firestore import inject_commit_outcomes
from tests.runtime.sample_functions import Ring, SampleFunctionCaller, increment_counter, load_count
from tests.world import World

pytestmark = pytest.mark.emulator

KEY = "b-c"
LATER = timedelta(minutes=10)


class Steps:
    """Meets a running task: says that the task is under way, and holds the task until it may go on."""

    def __init__(self) -> None:
        self.begun, self.may_go_on = asyncio.Event(), asyncio.Event()

    async def hold(self) -> None:
        """Hold the task."""
        self.begun.set()
        await self.may_go_on.wait()


async def schedule_ring(uow: UnitOfWork, bell: str, world: World, delay: timedelta = timedelta(0)) -> None:
    """Schedule the job under the key."""
    uow.schedule(Ring(bell=bell), key=KEY, at=world.now + delay)


async def cancel_ring(uow: UnitOfWork) -> None:
    """Cancel the job of the key."""
    uow.cancel_job(Ring, KEY)


async def reschedule_and_count(uow: UnitOfWork, bell: str, world: World) -> None:
    """Count, and schedule the job anew, in one commit."""
    await increment_counter(uow, bell)
    await schedule_ring(uow, "again", world, LATER)


def a_call(world: World) -> Context:
    """A call of its own."""
    return Context(world.runtime, function="toy", request_id="req_toy")


async def a_scheduled_job(world: World, bell: str = "b", delay: timedelta = timedelta(0)) -> OutboxEntry:
    """The entry of the job, scheduled by a request of its own."""
    ctx = a_call(world)
    await ctx.commit(schedule_ring, bell, world, delay)
    await ctx.finish()
    entry = await find_entry(world)
    assert entry is not None
    return entry


async def find_entry(world: World) -> OutboxEntry | None:
    """The stored entry of the key."""
    return await world.get(outbox.entry_ref(outbox.job_entry_id(Ring, KEY)))


@pytest.mark.parametrize("is_final", [False, True])
async def test_job_that_its_own_task_schedules_anew_survives(
    world: World, toys: SampleFunctionCaller, is_final: bool
) -> None:
    """A task that schedules its own job anew, in an early commit or the last, leaves the new scheduling behind."""

    @task(Ring)
    async def ring_and_put_off(job: Ring, ctx: Context) -> None:
        """Count and schedule the job anew."""
        await (ctx.commit_final if is_final else ctx.commit)(reschedule_and_count, job.bell, world)
        if not is_final:
            await ctx.commit_final(increment_counter, "after")

    toys.serve_handlers(ring_and_put_off)
    entry = await a_scheduled_job(world)

    answers = [await toys.deliver_task(ring_and_put_off, entry.payload, entry=entry) for _ in range(2)]

    left = await find_entry(world)
    assert [answer.status for answer in answers] == [200, 200]
    assert left is not None
    assert (left.payload, left.due_at) == ({"bell": "again"}, world.now + LATER)
    assert left.delivery != entry.delivery
    assert (await load_count(world), await load_count(world, "after")) == (1, 0 if is_final else 1)


@pytest.mark.parametrize("is_cancelled", [False, True], ids=["replaced", "cancelled and scheduled"])
@pytest.mark.parametrize("concludes", [False, True], ids=["finish", "commit_final"])
async def test_job_that_another_request_schedules_anew_survives(
    world: World, toys: SampleFunctionCaller, is_cancelled: bool, concludes: bool
) -> None:
    """A job scheduled anew while its task runs is done by the new scheduling's task, with the new payload, once."""
    steps = Steps()

    @task(Ring)
    async def ring_slowly(job: Ring, ctx: Context) -> None:
        """Count after a wait."""
        await steps.hold()
        if concludes:
            await ctx.commit_final(increment_counter, job.bell)

    toys.serve_handlers(ring_slowly)
    old = await a_scheduled_job(world)
    running = asyncio.ensure_future(toys.deliver_task(ring_slowly, old.payload, entry=old))
    await steps.begun.wait()
    if is_cancelled:
        await a_call(world).commit(cancel_ring)
    new = await a_scheduled_job(world, "new")
    steps.may_go_on.set()

    answer = await running

    assert (answer.status, answer.headers["idempotency-replayed"]) == (200, "true")
    assert await find_entry(world) == new
    assert (await load_count(world), await load_count(world, "new")) == (0, 0)
    for entry in (old, new, new):
        await toys.deliver_task(ring_slowly, entry.payload, entry=entry)
    assert await find_entry(world) is None
    assert (await load_count(world), await load_count(world, "new")) == (0, 1 if concludes else 0)


async def test_unknown_outcome_of_a_task_that_schedules_its_job_anew(world: World, toys: SampleFunctionCaller) -> None:
    """A conclusion that was committed without our knowledge is not committed twice: the new generation shows it."""

    @task(Ring)
    async def ring_and_put_off(job: Ring, ctx: Context) -> None:
        """Count and schedule the job anew."""
        await ctx.commit_final(reschedule_and_count, job.bell, world)

    toys.serve_handlers(ring_and_put_off)
    entry = await a_scheduled_job(world)
    inject_commit_outcomes(world, "answer lost")

    answer = await toys.deliver_task(ring_and_put_off, entry.payload, entry=entry)

    left = await find_entry(world)
    assert (answer.status, await load_count(world)) == (200, 1)
    assert left is not None
    assert left.payload == {"bell": "again"}


async def test_dead_letter_of_an_old_scheduling_spares_the_new(world: World, toys: SampleFunctionCaller) -> None:
    """A task that fails for the last time buries its own scheduling only; the new one needs no dead letter."""
    steps = Steps()

    @task(Ring, attempts=1)
    async def ring_in_vain(job: Ring, ctx: Context) -> None:
        """Fail after a wait."""
        await steps.hold()
        raise Unavailable()

    toys.serve_handlers(ring_in_vain)
    old = await a_scheduled_job(world)
    running = asyncio.ensure_future(toys.deliver_task(ring_in_vain, old.payload, entry=old))
    await steps.begun.wait()
    new = await a_scheduled_job(world, "new")
    steps.may_go_on.set()

    answer = await running

    assert answer.status == 200
    assert await find_entry(world) == new
    assert await world.reader.query(dead_letters.dead_letters_query()) == []


@pytest.mark.parametrize("relays", [0, 24], ids=["relayed", "given up"])
async def test_sweep_leaves_a_new_scheduling_alone(world: World, relays: int) -> None:
    """A sweep that has read the old scheduling neither sends nor buries the new one."""
    old = (await a_scheduled_job(world)).having(relays=relays)
    await world.put_documents((outbox.entry_ref(old.id), old))
    new = await a_scheduled_job(world, "new")
    await world.put_documents((outbox.entry_ref(new.id), new.having(relays=relays)))
    world.sent.entries.clear()

    assert await outbox_sweep.relay_entry(a_call(world), old)

    assert await find_entry(world) == new.having(relays=relays)
    assert world.sent.entries == []
    assert await world.reader.query(dead_letters.dead_letters_query()) == []


def test_class_and_key_are_told_apart() -> None:
    """Two job classes whose names and keys come to the same text have two entries and two tasks."""

    class A(Job):
        """A job."""

        queue: ClassVar[str] = "bells"

    other = type("A-b", (A,), {})
    ids = [outbox.job_entry_id(A, "b-c"), outbox.job_entry_id(other, "c")]

    assert len(set(ids)) == 2
    with pytest.raises(ValueError, match="slash"):
        outbox.job_entry_id(A, "b/c")


async def test_each_scheduling_has_a_task_of_its_own(world: World) -> None:
    """Two schedulings of one key in one millisecond are two tasks for Cloud Tasks; a second try of one is not."""
    first = await a_scheduled_job(world)
    second = await a_scheduled_job(world)

    ids = [tasks.compute_task_id(entry) for entry in (first, second, second, second.having(relays=1))]

    assert (first.id, first.created_at) == (second.id, second.created_at)
    assert len(set(ids)) == 3
    assert ids[1] == ids[2]
