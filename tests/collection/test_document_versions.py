"""Each stored entity survives two versions of the code: a newer one that wrote it, and an older one."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from enum import Enum
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from shared.gateways.firestore import codec, document_writes
from shared.gateways.firestore.snapshots import Snapshot
from shared.kernel.document_versions import dump_entity
from shared.kernel.ports import Ref, UnitOfWork
from shared.kernel.schemas import Entity
from shared.kernel.stored_choices import StoredEnum, UnknownAs, Unreadable
from shared.runtime.context import Context
from tests.collection.sample_documents import NEWER_FIELDS, NEWER_VALUE, build_document, newer_choice
from tests.collection.stored_entities import list_stored_entities
from tests.world import World

ENTITIES = [model for model in list_stored_entities() if model.__qualname__ != "Sale"]
"""All but the one that is only handed from one domain to another."""

NO_SAFE_READING = {
    "Order.currency",
    "TicketType.currency",
    "Bill.currency",
    "DayHours.day",
    "OutboxEntry.kind",
    "Audience.role",
}
"""Choices of which an unknown value makes the document unreadable, so that a call fails and is tried again: money in
another currency, an entry that cannot be sent, a day that no week has, people who are not meant."""


def name_of(model: type[Entity]) -> str:
    """Name a class of entities in a test's id."""
    return model.__qualname__


def find_leaves(annotation: Any, notes: tuple[Any, ...] = ()) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """Yield the innermost types of a field, each with what is noted of it."""
    if hasattr(annotation, "__metadata__"):
        yield from find_leaves(annotation.__origin__, (*notes, *annotation.__metadata__))
    elif get_origin(annotation) is Literal or not get_args(annotation):
        yield annotation, notes
    else:
        for argument in get_args(annotation):
            yield from find_leaves(argument, notes)


def list_leaves() -> list[tuple[str, Any, tuple[Any, ...]]]:
    """List the innermost types of all fields of all stored entities."""
    return [
        (f"{model.__qualname__}.{name}", kind, notes)
        for model in ENTITIES
        for name, field in model.model_fields.items()
        for kind, notes in find_leaves(field.annotation, tuple(field.metadata))
    ]


def test_every_choice_says_how_it_reads_what_it_does_not_know() -> None:
    """An enumeration is a `StoredEnum`, and a literal has an `UnknownAs`."""
    leaves = list_leaves()

    plain = {
        place
        for place, kind, _ in leaves
        if isinstance(kind, type) and issubclass(kind, Enum) and not issubclass(kind, StoredEnum)
    }
    silent = {
        place
        for place, kind, notes in leaves
        if get_origin(kind) is Literal and not any(isinstance(note, UnknownAs) for note in notes)
    }

    assert (plain, silent) == (set(), set())


def test_choices_without_a_safe_reading_are_few_and_known() -> None:
    """A choice that refuses unknown values is listed here, with the reason."""
    refusing = {place for place, _, notes in list_leaves() if UnknownAs(Unreadable) in notes}

    assert refusing == NO_SAFE_READING


def test_every_enumeration_has_its_unknown_member() -> None:
    """The member exists, and neither documents nor requests may name it unless it is a member like others."""
    enumerations = {kind for _, kind, _ in list_leaves() if isinstance(kind, type) and issubclass(kind, StoredEnum)}

    assert len(enumerations) > 20
    assert {kind for kind in enumerations if kind.unknown_member() not in kind} == set()


def test_parts_of_documents_are_entities() -> None:
    """Only entities carry what they do not know, so a document holds no other models."""
    others = {
        place
        for place, kind, _ in list_leaves()
        if isinstance(kind, type) and issubclass(kind, BaseModel) and not issubclass(kind, Entity)
    }

    assert others == set()


async def _read_and_save(uow: UnitOfWork, ref: Ref[Any]) -> Entity:
    found: Entity | None = await uow.get(ref)
    assert found is not None
    name = next(iter(type(found).model_fields), None)
    uow.put(ref, found.having(**{name: getattr(found, name)} if name else {}))
    return found


@pytest.mark.emulator
async def test_a_save_keeps_what_a_newer_version_wrote(world: World) -> None:
    """Every entity, read and saved through today's code, keeps unknown fields and choices, in its parts too."""
    documents = {
        Ref(f"things/{place}", model): build_document(model, newer_choice, NEWER_FIELDS)
        for place, model in enumerate(ENTITIES)
    }
    await world.documents.commit(
        [
            document_writes.update_write(world.documents.resource_name(ref.path), document)
            for ref, document in documents.items()
        ]
    )

    for ref in documents:
        await Context(world.runtime, function="test", request_id="req_test").commit(_read_and_save, ref)

    kept = await world.documents.batch_get([ref.path for ref in documents])
    lost = {
        f"{ref.model.__qualname__}: {name}": (value, (kept[ref.path].data or {}).get(name))
        for ref, document in documents.items()
        for name, value in document.items()
        if (kept[ref.path].data or {}).get(name, ...) != value
    }
    assert lost == {}


def contains_newer_value(value: Any) -> bool:
    """Tell whether a choice of a newer version stands anywhere in a document."""
    if isinstance(value, Mapping):
        return any(contains_newer_value(item) for item in value.values())
    return any(contains_newer_value(item) for item in value) if isinstance(value, list) else value == NEWER_VALUE


def test_the_documents_of_the_newer_version_are_what_they_should_be() -> None:
    """Documents with unknown choices are really made, and are read as their unknown members."""
    documents = {model: build_document(model, newer_choice, NEWER_FIELDS) for model in ENTITIES}

    assert sum(contains_newer_value(document) for document in documents.values()) > 30
    for model, document in documents.items():
        if not contains_newer_value(document):
            continue
        entity = Snapshot("things/x", document, None).to_entity(model)
        assert NEWER_VALUE not in str(entity.model_dump() if entity else NEWER_VALUE)


@pytest.mark.parametrize("model", ENTITIES, ids=name_of)
def test_an_older_document_is_read(model: type[Entity]) -> None:
    """Each field that has a default, or may be None, may be missing: alone, and together with all others."""
    whole = build_document(model)
    optional = [
        name
        for name, field in model.model_fields.items()
        if not field.is_required() or type(None) in get_args(field.annotation)
    ]

    for missing in (*([name] for name in optional), optional):
        older = {name: value for name, value in whole.items() if name not in missing}
        entity = Snapshot("things/x", older, None).to_entity(model)
        assert entity is not None
        saved = codec.decode_fields(document_writes.update_write("x", dump_entity(entity)).update.fields)
        assert {name: saved[name] for name in older} == older | {
            n: v for n, v in saved.items() if isinstance(v, timedelta)
        }
