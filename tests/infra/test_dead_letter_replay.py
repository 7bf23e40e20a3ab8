"""A dead letter that a person sends again is done, once, by the function that could not do it and by no other."""

import pytest

from emulators.identity_tokens import IdentityTokenSigner
from functions.control_center.relay_outbox import relay_outbox
from infra.build import replay
from infra.build.replay import NothingToSend
from shared.gateways.firestore.client import DatabaseAddress
from shared.kernel.errors import NotFound
from shared.kernel.ports import Reader, UnitOfWork
from shared.runtime import dead_letters
from shared.runtime.context import Context
from shared.runtime.dead_letters import DeadLetter
from shared.runtime.triggers import on, task
from tests.runtime.sample_functions import (
    Count,
    Ring,
    Rung,
    SampleFunctionCaller,
    counter_ref,
    increment_counter,
    load_count,
)
from tests.world import World

pytestmark = pytest.mark.emulator


@task(Ring)
async def ring(job: Ring, ctx: Context) -> None:
    """Count."""
    await ctx.commit_final(increment_counter, job.bell)


@on(Rung)
async def count_known_when_rung(event: Rung, ctx: Context) -> None:
    """Count the bells that there are."""
    await ctx.read(_known, event.bell)
    await ctx.commit(increment_counter, event.bell)


@on(Rung)
async def count_all_when_rung(event: Rung, ctx: Context) -> None:
    """Count every ring."""
    await ctx.commit(increment_counter, "all")


async def _known(reader: Reader, bell: str) -> Count:
    if (found := await reader.get(counter_ref(bell))) is None:
        raise NotFound()
    return found


@pytest.fixture
def toys(world: World, identity: IdentityTokenSigner) -> SampleFunctionCaller:
    """Calls these functions."""
    made = SampleFunctionCaller(world.runtime, identity)
    made.serve_handlers(ring, count_known_when_rung, count_all_when_rung)
    return made


async def the_letter(world: World) -> DeadLetter:
    """The only one there is."""
    (letter,) = await world.reader.query(dead_letters.dead_letters_query())
    return letter


async def put_back(world: World, id: str) -> None:
    """What the command does, at the test's time."""
    unit = world.new_unit_of_work()
    await replay.requeue_dead_letter(unit, id, now=world.now)
    await world.documents.commit(unit.build_writes())


async def test_a_job_that_was_given_up_is_done(world: World, toys: SampleFunctionCaller) -> None:
    """
    Buried after all its relays, and not buried again at once; nobody is woken by how long ago it was due.
    """

    async def planning(uow: UnitOfWork) -> None:
        uow.schedule(Ring(), key="1")

    ctx = Context(world.runtime, function="toy", request_id="req_toy")
    await ctx.commit(planning)
    await ctx.finish()
    for _ in range(26):
        await world.call.run_schedule(relay_outbox, due_at=world.later(minutes=16))
    named = {(entry.created_at, entry.relays) for entry in world.sent.entries}
    woken = len(world.log_lines)

    await put_back(world, (await the_letter(world)).id)
    await world.call.run_schedule(relay_outbox, due_at=world.later(minutes=1))
    sent = world.sent.entries[-1]
    answer = await toys.deliver_task(ring, sent.payload, entry=sent)

    assert (answer.status, await load_count(world)) == (200, 1)
    assert (sent.created_at, sent.relays) not in named
    assert [line["message"] for line in world.log_lines[woken:] if line["severity"] == "ERROR"] == []
    assert await world.reader.query(dead_letters.dead_letters_query()) == []


async def test_an_event_is_heard_again_by_who_could_not_take_it(world: World, toys: SampleFunctionCaller) -> None:
    """
    The function that has left a letter does it now; the one that did it then does nothing.
    """
    for function in (count_known_when_rung, count_all_when_rung):
        await toys.push_event(function, "Rung", {"bell": "new"}, id="e1")
    await world.put_documents((counter_ref("new"), Count()))
    untouched = await toys.push_event(count_known_when_rung, "Rung", {"bell": "new"}, id="e1")

    await put_back(world, (await the_letter(world)).id)
    await world.call.run_schedule(relay_outbox, due_at=world.later(seconds=30))
    (sent,) = world.sent.entries
    for function in (count_known_when_rung, count_all_when_rung):
        await toys.push_event(function, sent.type, sent.payload, id=sent.id)

    assert untouched.headers["idempotency-replayed"] == "true"
    assert (sent.kind, sent.id, sent.type) == ("event", "e1", "Rung")
    assert (await load_count(world, "new"), await load_count(world, "all")) == (1, 1)
    assert await world.reader.query(dead_letters.dead_letters_query()) == []


@pytest.mark.parametrize(
    ("kind", "body", "told"),
    [
        ("webhook", None, "let the sender send it again"),
        ("task", "{}", "nobody waits"),
        ("event", "{}", "can't be read"),
    ],
)
async def test_what_cannot_be_sent_again_says_so(world: World, kind: str, body: str | None, told: str) -> None:
    """
    The letter stays, and the text says what to do instead.
    """
    letter = DeadLetter(
        id="f.1", function="f", kind=kind, code="c", detail="d", request_id="req_1", body=body, at=world.now
    )
    await world.put_documents((dead_letters.dead_letter_ref("f.1"), letter))

    with pytest.raises(NothingToSend, match=told):
        await put_back(world, "f.1")

    assert (await the_letter(world)).id == "f.1"


async def test_an_event_that_nobody_remembers_is_not_sent_again(world: World, toys: SampleFunctionCaller) -> None:
    """
    What others have heard is known for thirty days; later they would do it twice.
    """
    await toys.push_event(count_known_when_rung, "Rung", {"bell": "new"}, id="e1")
    letter = await the_letter(world)
    world.later(days=29, minutes=1)

    with pytest.raises(NothingToSend, match="so old"):
        await put_back(world, letter.id)

    assert await the_letter(world) == letter


async def test_the_command_says_what_became_of_each(
    world: World, toys: SampleFunctionCaller, firestore_emulator: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    One that is not there keeps nobody from sending the others.
    """
    await toys.push_event(count_known_when_rung, "Rung", {"bell": "new"}, id="e1")
    letter = await the_letter(world)
    address = DatabaseAddress(world.documents.address.project, emulator=firestore_emulator)

    failed = await replay.replay_dead_letters(address, ["nothing", letter.id])

    said = capsys.readouterr()
    assert failed == 1
    assert said.err == "nothing: there is no such dead letter\n"
    assert said.out == f"{letter.id}: Rung e1 is in the outbox\n"
    assert [entry.id for entry in await world.list_outbox_entries("Rung")] == ["e1"]
