"""Fills: stored documents are brought up to what today's code would write."""

from typing import Any

import pytest

from functions.control_center.fill_documents import fill_documents
from functions.control_center.get_document_fill import get_document_fill
from functions.control_center.relay_outbox import relay_outbox
from functions.control_center.run_document_fill import run_document_fill
from shared.catalogue import store as catalogue
from shared.catalogue.models import Expert
from shared.control_center.store import fill_run_ref
from shared.gateways.firestore import document_writes
from shared.workflows import document_fills
from shared.workflows.document_fills import PAGE_SIZE, save_defaults
from tests.catalogue.builders import an_expert
from tests.world import ADMIN, ANA, Answer, World

pytestmark = pytest.mark.emulator

STALE = ("*", "key-of-an-earlier-version")


def experts(count: int) -> list[Expert]:
    """Make experts, of whom every second has keys of an earlier version."""
    made = [an_expert(f"expert-{place:04}") for place in range(count)]
    return [expert.having(keys=STALE) if place % 2 else expert for place, expert in enumerate(made)]


async def put_experts(world: World, count: int) -> list[Expert]:
    """Put experts there."""
    made = experts(count)
    for start in range(0, count, 100):
        await world.put_documents(*((catalogue.expert_ref(expert.id), expert) for expert in made[start : start + 100]))
    return made


async def start(world: World, **given: Any) -> str:
    """Start a run as an admin does, and return its id."""
    answer = await world.call(run_document_fill, {"fill": "expert_search_keys", **given}, as_=ADMIN)
    assert answer.status == 200
    run_id: str = answer.body["run_id"]
    return run_id


async def show(world: World, run_id: str) -> dict[str, Any]:
    """Show a run, without what depends on the moment."""
    answer = await world.call(get_document_fill, {"run_id": run_id}, as_=ADMIN)
    return {name: answer.body[name] for name in ("status", "dry_run", "limit", "scanned", "changed", "unreadable")}


async def count_stale(world: World, made: list[Expert]) -> int:
    """Count the experts who have keys of an earlier version."""
    found = await world.reader.get_all([catalogue.expert_ref(expert.id) for expert in made])
    return sum(expert is not None and expert.keys == STALE for expert in found)


async def deliver_page(world: World) -> Answer:
    """Deliver the task of the next page."""
    (entry,) = await world.list_outbox_entries("FillDocuments")
    return await world.call.deliver_task(fill_documents, entry.payload, entry=entry)


async def test_a_fill_changes_what_is_out_of_date(world: World) -> None:
    """Every document is looked at, page by page; what is up to date is not written."""
    made = await put_experts(world, 2 * PAGE_SIZE + 7)
    run_id = await start(world, dry_run=False)
    before = world.documents.meter.writes

    await world.deliver()

    result = {"status": "done", "dry_run": False, "limit": 1_000, "scanned": 107, "changed": 53, "unreadable": 0}
    assert await show(world, run_id) == result
    assert await count_stale(world, made) == 0
    # Of each of three pages: the run, the task that is done, and the next one.
    assert world.documents.meter.writes - before == 53 + 3 + 3 + 2


async def test_a_dry_run_counts_and_saves_nothing(world: World) -> None:
    """An admin who says nothing else gets a dry run, which tells what would be saved."""
    made = await put_experts(world, PAGE_SIZE + 1)
    run_id = await start(world)

    await world.deliver()

    result = {"status": "done", "dry_run": True, "limit": 1_000, "scanned": 51, "changed": 25, "unreadable": 0}
    assert await show(world, run_id) == result
    assert await count_stale(world, made) == 25


async def test_a_run_that_is_cut_off_goes_on_where_it_was(world: World) -> None:
    """When the next page's task is lost, the sweep sends it again; no document is counted twice, none left out."""
    made = await put_experts(world, 3 * PAGE_SIZE)
    run_id = await start(world, dry_run=False)

    first = await deliver_page(world)
    world.sent.entries.clear()
    half = (await show(world, run_id), await count_stale(world, made))
    world.later(minutes=3)
    await world.call.run_schedule(relay_outbox, due_at=world.now)
    await world.deliver()

    assert first.status in (200, 204)
    assert half == (
        {"status": "running", "dry_run": False, "limit": 1_000, "scanned": 50, "changed": 25, "unreadable": 0},
        50,
    )
    done = {"status": "done", "dry_run": False, "limit": 1_000, "scanned": 150, "changed": 75, "unreadable": 0}
    assert (await show(world, run_id), await count_stale(world, made)) == (done, 0)


async def test_a_page_whose_commit_is_lost_is_done_again_as_a_whole(world: World) -> None:
    """A page that died before its commit has left nothing behind."""
    made = await put_experts(world, PAGE_SIZE + 10)
    run_id = await start(world, dry_run=False)
    run = await world.get(fill_run_ref(run_id))
    assert run is not None
    unit = world.new_unit_of_work()

    await document_fills.fill_page(unit, run.id, 0, now=world.now)
    lost = (await show(world, run_id), await count_stale(world, made))
    await world.deliver()

    assert (lost[0]["scanned"], lost[1]) == (0, 30)
    assert (await show(world, run_id))["changed"] == 30
    assert await count_stale(world, made) == 0


async def test_a_page_that_arrives_twice_is_done_once(world: World) -> None:
    """A second delivery of a page's task changes neither documents nor counts, whether its entry is known or not."""
    await put_experts(world, 2 * PAGE_SIZE)
    run_id = await start(world, dry_run=False)
    (entry,) = await world.list_outbox_entries("FillDocuments")

    await deliver_page(world)
    after_first = await show(world, run_id)
    await world.call.deliver_task(fill_documents, entry.payload, entry=entry)
    await world.call.deliver_task(fill_documents, entry.payload)

    assert await show(world, run_id) == after_first
    assert len(await world.list_outbox_entries("FillDocuments")) == 1


async def test_a_fill_run_twice_finds_nothing_the_second_time(world: World) -> None:
    """What the first run has filled, a second one leaves alone."""
    await put_experts(world, 10)
    await start(world, dry_run=False)
    await world.deliver()

    again = await start(world, dry_run=False)
    await world.deliver()

    result = {"status": "done", "dry_run": False, "limit": 1_000, "scanned": 10, "changed": 0, "unreadable": 0}
    assert await show(world, again) == result


async def test_a_run_stops_at_its_limit_and_goes_on_when_told_to(world: World) -> None:
    """A run looks at no more documents than it may; an admin lets the same run go on from its cursor."""
    made = await put_experts(world, PAGE_SIZE + 30)
    run_id = await start(world, dry_run=False, limit=PAGE_SIZE + 10)
    await world.deliver()
    stopped = await show(world, run_id)

    await start(world, run_id=run_id, limit=100)
    await world.deliver()

    assert (stopped["status"], stopped["scanned"], stopped["changed"]) == ("stopped", 60, 30)
    done = {"status": "done", "dry_run": False, "limit": 160, "scanned": 80, "changed": 40, "unreadable": 0}
    assert (await show(world, run_id), await count_stale(world, made)) == (done, 0)


async def test_who_and_what_cannot_be_resumed(world: World) -> None:
    """Only an admin runs fills; a run that goes on, or is done, or never was, cannot be resumed."""
    run_id = await start(world)
    body = {"fill": "expert_search_keys", "run_id": run_id}

    running = await world.call(run_document_fill, body, as_=ADMIN)
    await world.deliver()
    done = await world.call(run_document_fill, body, as_=ADMIN)
    unknown = await world.call(run_document_fill, body | {"run_id": "nobody"}, as_=ADMIN)
    hidden = await world.call(get_document_fill, {"run_id": "nobody"}, as_=ADMIN)
    stranger = await world.call(run_document_fill, {"fill": "expert_search_keys"}, as_=ANA)

    assert [(answer.status, answer.code) for answer in (running, done, unknown, hidden, stranger)] == [
        (409, "fill_not_resumable"),
        (409, "fill_not_resumable"),
        (404, "fill_run_not_found"),
        (404, "fill_run_not_found"),
        (403, "forbidden"),
    ]


async def test_a_document_that_cannot_be_read_is_counted_and_left(world: World) -> None:
    """Documents that do not fit their class hold nobody up, though they fill a page."""
    made = await put_experts(world, 4)
    broken = [f"experts/expert-0001-{place:03}" for place in range(PAGE_SIZE + 5)]
    await world.documents.commit(
        [document_writes.update_write(world.documents.resource_name(path), {"status": "active"}) for path in broken]
    )
    run_id = await start(world, dry_run=False)

    await world.deliver()

    result = {"status": "done", "dry_run": False, "limit": 1_000, "scanned": 59, "changed": 2, "unreadable": 55}
    assert (await show(world, run_id), await count_stale(world, made)) == (result, 0)
    run = await world.get(fill_run_ref(run_id))
    assert run is not None
    assert run.unreadable_paths == tuple(broken[:20])
    assert (await world.documents.batch_get(broken[:1]))[broken[0]].data == {"status": "active"}


async def test_a_fill_keeps_what_a_newer_version_wrote(world: World) -> None:
    """A fill saves as any code does: fields that it does not know stay."""
    (_, stale) = await put_experts(world, 2)
    path = catalogue.expert_ref(stale.id).path
    newer = document_writes.merge_write(world.documents.resource_name(path), {"badge": "gold"}, ("badge",))
    await world.documents.commit([newer])
    await start(world, dry_run=False)

    await world.deliver()

    data = (await world.documents.batch_get([path]))[path].data or {}
    assert (data["badge"], len(data["keys"]) > 2) == ("gold", True)


def test_defaults_are_saved_where_a_field_is_missing() -> None:
    """A fill for a new field saves the documents that lack it, and no others."""
    fill = save_defaults("earlier_slugs", "keys")
    data = an_expert().model_dump()

    newer = Expert.model_validate(data)
    older = Expert.model_validate({name: value for name, value in data.items() if name != "keys"})

    assert (fill(newer), fill(older)) == (None, older)
