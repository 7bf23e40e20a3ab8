"""Saves beside a newer version: what this version does not know stays in the document."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from shared.gateways.firestore import document_writes
from shared.gateways.firestore.client import Firestore
from shared.kernel.frozen_values import FrozenDict, FrozenMap
from shared.kernel.ports import Query, Ref, UnitOfWork
from shared.kernel.schemas import Entity
from shared.kernel.stored_choices import StoredEnum
from shared.runtime.context import Context
from tests.world import World

pytestmark = pytest.mark.emulator


class Ripeness(StoredEnum):
    GREEN = "green"
    RIPE = "ripe"
    UNKNOWN = "unknown"


class Seed(Entity):
    name: str


class Fruit(Entity):
    name: str
    colour: str | None = None
    ripeness: Ripeness = Ripeness.GREEN
    seeds: tuple[Seed, ...] = ()
    labels: FrozenMap[str, str] = FrozenDict()


class Label(Entity):
    """A class that knows another part of the same document."""

    text: str = ""


FRUIT = Ref("fruits/apple", Fruit)
STORED = {
    "name": "apple",
    "colour": "red",
    "ripeness": "overripe",
    "seeds": [{"name": "a", "weight": 1}, {"name": "b", "weight": 2}],
    "labels": {"👍": "yes", "a.b": "dotted", "`": "quoted"},
    "newer": {"deep": [1, {"x": None}]},
    "with space": 1,
}


def new_call(world: World) -> Context:
    """Begin a call of its own."""
    return Context(world.runtime, function="test", request_id="req_test")


async def store(db: Firestore, fields: dict[str, Any]) -> None:
    """Write a document as another version would."""
    await db.commit([document_writes.update_write(db.resource_name(FRUIT.path), fields)])


async def stored(db: Firestore) -> dict[str, Any]:
    """Read a document as it is."""
    data = (await db.batch_get([FRUIT.path]))[FRUIT.path].data
    assert data is not None
    return data


async def _change(uow: UnitOfWork, /, **changes: Any) -> None:
    found = await uow.get(FRUIT)
    assert found is not None
    uow.put(FRUIT, found.having(**changes))


async def test_a_change_keeps_what_a_newer_version_wrote(world: World) -> None:
    """A document that is read, changed and put keeps unknown fields and choices at every depth."""
    await store(world.documents, STORED)

    await new_call(world).commit(_change, colour="yellow")

    assert await stored(world.documents) == STORED | {"colour": "yellow"}


async def test_the_fields_of_the_class_are_decided(world: World) -> None:
    """None is written, a map is replaced as a whole, and a removed element takes its fields away."""
    await store(world.documents, STORED)

    async def change(uow: UnitOfWork) -> None:
        found = await uow.get(FRUIT)
        assert found is not None
        seeds = (Seed(name="c"), found.seeds[1])
        uow.put(FRUIT, found.having(colour=None, ripeness=Ripeness.RIPE, seeds=seeds, labels={"👍": "no"}))

    await new_call(world).commit(change)

    assert await stored(world.documents) == STORED | {
        "colour": None,
        "ripeness": "ripe",
        "seeds": [{"name": "c"}, {"name": "b", "weight": 2}],
        "labels": {"👍": "no"},
    }


async def _put_blindly(uow: UnitOfWork) -> None:
    uow.put(FRUIT, Fruit(name="pear"))


async def _put_existing_blindly(uow: UnitOfWork) -> None:
    uow.put_existing(FRUIT, Fruit(name="pear"))


@pytest.mark.parametrize("put", [_put_blindly, _put_existing_blindly])
async def test_a_put_without_reading_keeps_unknown_fields(
    world: World, put: Callable[[UnitOfWork], Awaitable[None]]
) -> None:
    """A save that never saw the document decides its own fields only."""
    await store(world.documents, STORED)

    await new_call(world).commit(put)

    assert await stored(world.documents) == STORED | {
        "name": "pear",
        "colour": None,
        "ripeness": "green",
        "seeds": [],
        "labels": {},
    }


async def test_a_new_document_is_exactly_its_entity(world: World) -> None:
    """What is created has the fields of its class, whether it is created or put where nothing was."""
    expected: dict[str, Any] = {"name": "pear", "colour": None, "ripeness": "green", "seeds": [], "labels": {}}

    await new_call(world).commit(_put_blindly)
    put = await stored(world.documents)

    async def replace(uow: UnitOfWork) -> None:
        uow.delete(FRUIT)
        uow.put(FRUIT, Fruit(name="plum"))

    await store(world.documents, STORED)
    await new_call(world).commit(replace)

    assert put == expected
    assert await stored(world.documents) == expected | {"name": "plum"}


async def test_two_saves_in_one_commit_both_count(world: World) -> None:
    """Two classes that each know a part of a document do not undo each other's save."""
    await store(world.documents, STORED)

    async def change(uow: UnitOfWork) -> Any:
        await _change(uow, colour="blue")
        uow.put(Ref(FRUIT.path, Label), Label(text="fresh"))
        return await uow.get(FRUIT)

    seen = await new_call(world).commit(change)

    assert (seen.colour, seen.ripeness, seen.carried_fields["newer"]) == (
        "blue",
        Ripeness.UNKNOWN,
        {"deep": [1, {"x": None}]},
    )
    assert await stored(world.documents) == STORED | {"colour": "blue", "text": "fresh"}


async def test_a_call_knows_the_whole_of_what_it_has_saved(world: World) -> None:
    """A second commit of the same call reads nothing again, and still keeps what a newer version wrote."""
    await store(world.documents, STORED)
    call = new_call(world)

    await call.commit(_change, colour="blue")
    reads = world.documents.meter.reads
    await call.commit(_change, name="apfel")

    assert world.documents.meter.reads == reads
    assert await stored(world.documents) == STORED | {"colour": "blue", "name": "apfel"}


@pytest.mark.parametrize("name", ["a", "_a1", "with space", "a.b", "1a", "👍", "`", "\\", "a`\\b", "ünï", "__a"])
async def test_a_mask_names_any_field(documents: Firestore, name: str) -> None:
    """A field's name is quoted where it is no plain identifier; fields that are not named stay."""
    await store(documents, {name: 1, "other": 1, f"{name}.x": 1})

    await documents.commit(
        [document_writes.merge_write(documents.resource_name(FRUIT.path), {name: {"👍.": 2}}, (name,))]
    )
    changed = await stored(documents)
    await documents.commit([document_writes.merge_write(documents.resource_name(FRUIT.path), {}, (name,))])

    assert changed == {name: {"👍.": 2}, "other": 1, f"{name}.x": 1}
    assert await stored(documents) == {"other": 1, f"{name}.x": 1}


async def test_an_unknown_value_is_reported_once(world: World) -> None:
    """However often a value is read, an instance reports it once; queries report too."""
    reported: list[tuple[str, Any]] = []
    world.documents.on_unknown_value = lambda field, value: reported.append((field, value))
    await store(world.documents, STORED)

    for colour in ("red", "blue"):
        await new_call(world).commit(_change, colour=colour)
    found = await new_call(world).read(_query_fruits)

    assert [fruit.ripeness for fruit in found] == [Ripeness.UNKNOWN]
    assert reported == [("Fruit.ripeness", "overripe")]


async def _query_fruits(reader: Any) -> list[Fruit]:
    found: list[Fruit] = await reader.query(Query("fruits", Fruit))
    return found
