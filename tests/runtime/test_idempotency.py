"""Everything may arrive twice, and whatever dies in between: one effect."""

import asyncio
from datetime import timedelta

import pytest

from functions.control_center.relay_outbox import relay_outbox
from shared.kernel import outbox
from shared.kernel.errors import Conflict, NotFound, Unavailable
from shared.kernel.outbox import OutboxEntry
from shared.kernel.ports import Query, UnitOfWork
from shared.runtime import dead_letters, outbox_sweep
from shared.runtime.context import Context
from shared.runtime.dead_letters import DeadLetter
from shared.runtime.triggers import http, on, task
from tests.runtime.faulty_firestore import inject_commit_outcomes
from tests.runtime.sample_functions import (
    Bell,
    Ring,
    RingBell,
    Rung,
    SampleFunctionCaller,
    increment_and_emit,
    increment_counter,
    load_count,
)
from tests.world import ANA, BUDI, World

pytestmark = pytest.mark.emulator

KEY = {"idempotency-key": "k1"}


@http.post(who="customer", raises=(Conflict,))
async def ring_bell(body: RingBell, ctx: Context) -> Bell:
    """Ring, and tell."""
    return Bell(n=await ctx.commit(increment_and_emit, body.bell))


@on(Rung)
async def count_when_rung(event: Rung, ctx: Context) -> None:
    """Count."""
    await ctx.commit(increment_counter, event.bell)


@on(Rung)
async def ignore_when_rung(event: Rung, ctx: Context) -> None:
    """Do nothing that needs a commit."""


@task(Ring)
async def ring(job: Ring, ctx: Context) -> None:
    """Count, as the job's last act."""
    await asyncio.sleep(0.01)
    await ctx.commit_final(increment_counter, job.bell)


@task(Ring, attempts=3)
async def ring_in_vain(job: Ring, ctx: Context) -> None:
    """Never get there."""
    raise Unavailable()


@on(Rung)
async def miss_when_rung(event: Rung, ctx: Context) -> None:
    """Look for what is not there."""
    raise NotFound


@on(Rung)
async def refuse_when_rung(event: Rung, ctx: Context) -> None:
    """Find it done already."""
    await asyncio.sleep(0.01)
    raise Conflict


@pytest.fixture(autouse=True)
def _set_up(toys: SampleFunctionCaller) -> None:
    toys.serve_handlers(
        ring_bell,
        count_when_rung,
        ignore_when_rung,
        ring,
        ring_in_vain,
        miss_when_rung,
        refuse_when_rung,
    )


async def entries(world: World) -> list[OutboxEntry]:
    """What waits in the outbox; a published event is only watched."""
    found = await world.reader.query(Query("outbox", OutboxEntry))
    return [entry for entry in found if entry.published_at is None]


async def dead(world: World) -> list[DeadLetter]:
    """The dead letters."""
    return await world.reader.query(dead_letters.dead_letters_query())


async def a_job(world: World, key: str = "1") -> OutboxEntry:
    """The entry of a job that is due."""

    async def planning(uow: UnitOfWork) -> None:
        uow.schedule(Ring(), key=key)

    ctx = Context(world.runtime, function="toy", request_id="req_toy")
    await ctx.commit(planning)
    await ctx.finish()
    entry = await world.get(outbox.entry_ref(outbox.job_entry_id(Ring, key)))
    assert entry is not None
    return entry


async def test_a_crash_before_publishing_is_relayed_once(world: World, toys: SampleFunctionCaller) -> None:
    """
    Committed but never published: the entry stays, the sweep publishes it once, and then it is gone.
    """
    world.sent.closed = True
    answer = await toys(ring_bell, {}, as_=ANA)
    world.sent.closed = False
    left = await entries(world)
    at_once = await world.call.run_schedule(relay_outbox, due_at=world.now)

    due = world.later(minutes=1)
    runs = [await world.call.run_schedule(relay_outbox, due_at=due) for _ in range(2)]

    assert (answer.status, await load_count(world)) == (200, 1)
    assert [entry.type for entry in left] == ["Rung"]
    assert (at_once.body["counted"], [run.body["counted"] for run in runs]) == (0, [1, 0])
    assert world.sent_event_types == ["Rung"]
    assert await entries(world) == []


async def test_a_publisher_that_is_down_is_tried_again(world: World, toys: SampleFunctionCaller) -> None:
    """
    While Pub/Sub is away the sweep says so and keeps the entry for the very next run.
    """
    world.sent.closed = True
    await toys(ring_bell, {}, as_=ANA)
    failed = await world.call.run_schedule(relay_outbox, due_at=world.later(minutes=1))
    world.sent.closed = False
    again = await world.call.run_schedule(relay_outbox, due_at=world.later(minutes=1))
    after = await world.call.run_schedule(relay_outbox, due_at=world.later(minutes=15))

    tallies = [(run.body["counted"], run.body["failed"]) for run in (failed, again, after)]
    assert tallies == [(1, 1), (1, 0), (0, 0)]
    assert (world.sent_event_types, await entries(world)) == (["Rung"], [])


async def test_somebody_is_woken_when_something_waits_for_too_long(world: World, toys: SampleFunctionCaller) -> None:
    """
    What could not be sent for half an hour is told of with each sweep, until it is sent.
    """
    world.sent.closed = True
    await toys(ring_bell, {}, as_=ANA)

    woken = []
    for minutes in (2, 20, 20):
        await world.call.run_schedule(relay_outbox, due_at=world.later(minutes=minutes))
        woken.append(sum(line["message"].startswith("outbox: ") for line in world.log_lines))

    assert woken == [0, 0, 1]


async def test_two_sweeps_at_once_send_once(world: World, toys: SampleFunctionCaller) -> None:
    """
    Two runs of the sweep at the same moment share the work; nothing is sent by both.
    """
    world.sent.closed = True
    await asyncio.gather(*(toys(ring_bell, {"bell": f"b{n}"}, as_=ANA) for n in range(8)))
    world.sent.closed = False

    due = world.later(minutes=1)
    await asyncio.gather(*(world.call.run_schedule(relay_outbox, due_at=due) for _ in range(3)))

    assert len(world.sent_event_types) == 8
    assert await entries(world) == []


async def test_a_lost_task_is_sent_again_and_done_once(world: World, toys: SampleFunctionCaller) -> None:
    """
    A task that Cloud Tasks lost is relayed; when the lost one shows up too, there is nothing left to do.
    """
    entry = await a_job(world)
    world.sent.entries.clear()
    await world.call.run_schedule(relay_outbox, due_at=world.later(minutes=2))
    (relayed,) = world.sent.entries

    answers = [await toys.deliver_task(ring, {}, entry=entry) for _ in range(2)]

    assert (relayed.id, relayed.relays) == (entry.id, 1)
    assert [answer.status for answer in answers] == [200, 200]
    assert answers[1].headers["idempotency-replayed"] == "true"
    assert (await load_count(world), await entries(world)) == (1, [])


async def test_a_job_done_meanwhile_is_not_relayed(world: World, toys: SampleFunctionCaller) -> None:
    """
    The sweep that finds an entry which is done before it gets to it sends nothing.
    """
    entry = await a_job(world)
    world.sent.entries.clear()
    (found,) = await entries(world)
    await toys.deliver_task(ring, {}, entry=entry)

    relayed = await outbox_sweep.relay_entry(Context(world.runtime, function="toy", request_id="req_toy"), found)

    assert (relayed, world.sent.entries, await entries(world)) == (True, [], [])


async def test_a_job_delivered_twice_at_once_is_done_once(world: World, toys: SampleFunctionCaller) -> None:
    """
    Of five deliveries at the same moment one counts, and all are told that it is done.
    """
    entry = await a_job(world)

    answers = await asyncio.gather(*(toys.deliver_task(ring, {}, entry=entry) for _ in range(5)))

    assert {answer.status for answer in answers} == {200}
    assert (await load_count(world), await entries(world)) == (1, [])


async def test_a_cancelled_job_does_nothing(world: World, toys: SampleFunctionCaller) -> None:
    """
    The task of a job that was cancelled finds nothing to do.
    """
    entry = await a_job(world)

    async def thinking_again(uow: UnitOfWork) -> None:
        uow.cancel_job(Ring, "1")

    await Context(world.runtime, function="toy", request_id="req_toy").commit(thinking_again)

    answer = await toys.deliver_task(ring, {}, entry=entry)

    assert (answer.status, await load_count(world)) == (200, 0)


@pytest.mark.parametrize("at_once", [True, False])
async def test_an_event_delivered_five_times_has_one_effect(
    world: World, toys: SampleFunctionCaller, at_once: bool
) -> None:
    """
    One after the other or at the same moment: the event is claimed with its effect.
    """
    if at_once:
        answers = await asyncio.gather(*(toys.push_event(count_when_rung, "Rung", {}, id="e1") for _ in range(5)))
    else:
        answers = [await toys.push_event(count_when_rung, "Rung", {}, id="e1") for _ in range(5)]

    assert {answer.status for answer in answers} == {200}
    assert await load_count(world) == 1


async def test_each_consumer_hears_an_event_once(world: World, toys: SampleFunctionCaller) -> None:
    """
    One consumer's claim does not silence another; another event is another.
    """
    for function in (ignore_when_rung, count_when_rung, ignore_when_rung):
        await toys.push_event(function, "Rung", {}, id="e1")
    await toys.push_event(count_when_rung, "Rung", {}, id="e2")

    assert await load_count(world) == 2


async def test_the_answer_to_a_commit_was_lost(world: World, toys: SampleFunctionCaller) -> None:
    """
    Firestore committed without saying so: the retry finds the claim, nothing happens twice, the sweep tells others.
    """
    inject_commit_outcomes(world, "answer lost")
    by_event = await toys.push_event(count_when_rung, "Rung", {}, id="e1")
    inject_commit_outcomes(world, "answer lost")
    by_key = await toys(ring_bell, {"bell": "k"}, as_=ANA, headers=KEY)

    await world.call.run_schedule(relay_outbox, due_at=world.later(minutes=1))

    assert (by_event.status, by_key.status, by_key.body) == (200, 200, {"n": 1})
    assert (await load_count(world), await load_count(world, "k")) == (1, 1)
    assert world.sent_event_types == ["Rung"]


async def test_a_commit_was_lost_before_it_happened(world: World, toys: SampleFunctionCaller) -> None:
    """
    With a claim to look at, a commit of which nobody has heard is simply tried again.
    """
    inject_commit_outcomes(world, "commit lost", "commit lost")

    answer = await toys(ring_bell, {}, as_=ANA, headers=KEY)

    assert (answer.status, await load_count(world)) == (200, 1)


async def test_without_a_key_nobody_guesses(world: World, toys: SampleFunctionCaller) -> None:
    """
    Without an Idempotency-Key an unknown outcome is said to be one.
    """
    inject_commit_outcomes(world, "answer lost")

    answer = await toys(ring_bell, {}, as_=ANA)

    assert (answer.status, answer.code) == (503, "outcome_unknown")
    assert await load_count(world) == 1


async def test_papers_that_stay_behind_spoil_nothing(world: World, toys: SampleFunctionCaller) -> None:
    """
    When the published entry cannot be deleted, the caller still hears that all is well, and the sweep tidies up.
    """
    inject_commit_outcomes(world, "committed", "commit lost")

    answer = await toys(ring_bell, {}, as_=ANA)
    left = await entries(world)
    await world.call.run_schedule(relay_outbox, due_at=world.later(minutes=1))

    assert (answer.status, answer.body, len(left)) == (200, {"n": 1}, 1)
    assert await entries(world) == []


async def test_the_same_key_and_body_is_the_same_answer(world: World, toys: SampleFunctionCaller) -> None:
    """
    One after the other and at the same moment: one effect, one answer.
    """
    first = await toys(ring_bell, {}, as_=ANA, headers=KEY)
    others = await asyncio.gather(*(toys(ring_bell, {"times": 1}, as_=ANA, headers=KEY) for _ in range(4)))

    assert [answer.body for answer in others] == [first.body] * 4
    assert "idempotency-replayed" not in first.headers
    assert {answer.headers["idempotency-replayed"] for answer in others} == {"true"}
    assert await load_count(world) == 1


async def test_a_key_belongs_to_its_caller(world: World, toys: SampleFunctionCaller) -> None:
    """
    The same key from another person is another key; from the same person with another body it is a mistake.
    """
    await toys(ring_bell, {}, as_=ANA, headers=KEY)
    budi = await toys(ring_bell, {}, as_=BUDI, headers=KEY)
    reused = await toys(ring_bell, {"bell": "x"}, as_=ANA, headers=KEY)

    assert (budi.status, budi.body) == (200, {"n": 2})
    assert (reused.status, reused.code) == (422, "idempotency_key_reused")
    assert (await load_count(world), await load_count(world, "x")) == (2, 0)


async def test_the_last_attempt_leaves_a_dead_letter(world: World, toys: SampleFunctionCaller) -> None:
    """
    Cloud Tasks forgets a task after its last attempt, so that the job is kept, to be sent again by a person.
    """
    entry = await a_job(world)

    answers = [await toys.deliver_task(ring_in_vain, {}, entry=entry, retries=n) for n in range(3)]

    (letter,) = await dead(world)
    assert [answer.status for answer in answers] == [503, 503, 200]
    assert (letter.function, letter.kind, letter.code) == ("ring-in-vain", "task", "unavailable")
    assert letter.entry is not None
    assert (letter.entry.id, letter.entry.payload) == (entry.id, {"bell": "b"})
    assert await entries(world) == []
    assert [
        line["dead_letter"] for line in world.log_lines if line["severity"] == "ERROR" and "dead_letter" in line
    ] == [letter.id]


async def test_a_dead_letter_that_cannot_be_written_loses_nothing(world: World, toys: SampleFunctionCaller) -> None:
    """
    When even the dead letter fails, the entry stays for the sweep, and an event stays with Pub/Sub.
    """
    entry = await a_job(world)
    inject_commit_outcomes(world, "commit lost")
    by_task = await toys.deliver_task(ring_in_vain, {}, entry=entry, retries=2)
    inject_commit_outcomes(world).outcomes += ["commit lost"] * 30
    by_event = await toys.push_event(miss_when_rung, "Rung", {}, id="e1")

    assert (by_task.status, by_event.status) == (503, 503)
    assert [one.id for one in await entries(world)] == [entry.id]
    assert await dead(world) == []


async def test_a_dropped_event_is_a_dead_letter(world: World, toys: SampleFunctionCaller) -> None:
    """
    An event about what does not exist is not tried again, but kept for a person, once.
    """
    answers = [await toys.push_event(miss_when_rung, "Rung", {"bell": "b"}, id="e1") for _ in range(2)]
    unreadable = await toys.push_event(miss_when_rung, "Rung", {"bell": 5}, id="e2")

    found = await dead(world)
    assert [answer.status for answer in (*answers, unreadable)] == [200, 200, 200]
    assert sorted((letter.code, letter.kind) for letter in found) == [("invalid", "event"), ("not_found", "event")]
    assert all(letter.body and letter.entry is None for letter in found)


async def test_a_conflict_is_acknowledged_and_claimed(world: World, toys: SampleFunctionCaller) -> None:
    """
    What is done already is acknowledged, by every one of several deliveries at once, without a dead letter.
    """
    answers = await asyncio.gather(*(toys.push_event(refuse_when_rung, "Rung", {}, id="e1") for _ in range(5)))

    assert {answer.status for answer in answers} == {200}
    assert await dead(world) == []


async def test_a_stranger_cannot_bury_a_job(world: World, toys: SampleFunctionCaller) -> None:
    """
    Who is not let in leaves no trace: no dead letter is written and no job forgotten, whatever they name.
    """
    entry = await a_job(world)

    headers = {"x-temani-outbox": str(entry.delivery), "x-cloudtasks-taskretrycount": "99"}
    answer = await toys(ring, {}, headers=headers)
    event = await toys(miss_when_rung, {}, headers=headers)

    assert (answer.status, event.status) == (401, 401)
    assert [one.id for one in await entries(world)] == [entry.id]
    assert await dead(world) == []


async def test_what_is_never_done_is_buried_and_reported(world: World, toys: SampleFunctionCaller) -> None:
    """
    Sent two dozen times over hours without being done: it becomes a dead letter, and somebody is woken.
    """
    entry = await a_job(world)
    runs = [await world.call.run_schedule(relay_outbox, due_at=world.later(minutes=16)) for _ in range(26)]

    (letter,) = await dead(world)
    assert [run.body["counted"] for run in runs] == [1] * 25 + [0]
    assert (letter.code, letter.kind, letter.function) == ("never_done", "task", "ring")
    assert letter.entry is not None
    assert (letter.entry.id, letter.entry.relays) == (entry.id, 24)
    assert len(world.sent.entries) == 25
    assert await entries(world) == []
    assert any("never_done" in line["message"] and line["severity"] == "ERROR" for line in world.log_lines)


async def test_what_was_committed_is_sent_though_the_story_fails(world: World, toys: SampleFunctionCaller) -> None:
    """
    The event of a commit leaves before the answer, also when that answer is a refusal.
    """

    @http.post(who="customer", raises=(Conflict,))
    async def ring_and_refuse(ctx: Context) -> None:
        """Ring, and then think otherwise."""
        await ctx.commit(increment_and_emit)
        raise Conflict

    toys.serve_handlers(ring_and_refuse)
    answer = await toys(ring_and_refuse, as_=ANA)

    assert (answer.status, await load_count(world)) == (409, 1)
    assert (world.sent_event_types, await entries(world)) == (["Rung"], [])


async def test_a_far_job_is_handed_over_by_the_sweep(world: World) -> None:
    """
    A job in sixty days waits in the outbox until Cloud Tasks can take it, and is then due at its moment.
    """

    async def planning(uow: UnitOfWork) -> None:
        uow.schedule(Ring(), at=world.now + timedelta(days=60), key="far")

    ctx = Context(world.runtime, function="toy", request_id="req_toy")
    due_at = world.now + timedelta(days=60)
    await ctx.commit(planning)
    await ctx.finish()
    at_first = list(world.sent.entries)
    await world.call.run_schedule(relay_outbox, due_at=world.later(days=59, minutes=1))

    assert at_first == []
    assert [(entry.id, entry.due_at) for entry in world.sent.entries] == [("Ring.far", due_at)]
    assert await world.get(outbox.entry_ref("Ring.far")) is not None
