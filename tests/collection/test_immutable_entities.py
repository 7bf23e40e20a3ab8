"""Entities are immutable at every depth, since one decoded document serves many requests."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import pytest
from pydantic import AwareDatetime
from pydantic.fields import FieldInfo

from shared.kernel.frozen_values import FrozenDict, FrozenJson, FrozenMap, freeze_value
from shared.kernel.schemas import Entity
from tests.collection.stored_entities import list_stored_entities

_IMMUTABLE = (str, int, float, bool, bytes, datetime, AwareDatetime, date, timedelta, Enum, NoneType)
_FREEZING = {
    "FrozenJson": get_args(FrozenJson)[1].func,
    "FrozenMap": get_args(FrozenMap)[1].func,
}


def find_mutable_parts(annotation: Any, freezers: frozenset[Any] = frozenset()) -> Iterator[Any]:
    """Yield the parts of a field's type whose values could be changed. `freezers` are the validators applied to it."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if hasattr(annotation, "__metadata__"):
        found = {getattr(each, "func", None) for each in annotation.__metadata__}
        yield from find_mutable_parts(annotation.__origin__, freezers | found)
    elif origin is Literal:
        return
    elif origin in (tuple, frozenset, Union, UnionType):
        for argument in arguments:
            if argument is not Ellipsis:
                yield from find_mutable_parts(argument, freezers)
    elif origin is not None and issubclass(origin, Mapping) and freezers & set(_FREEZING.values()):
        if _FREEZING["FrozenJson"] not in freezers:
            for argument in arguments:
                yield from find_mutable_parts(argument)
    elif not (isinstance(annotation, type) and (issubclass(annotation, _IMMUTABLE) or is_frozen_model(annotation))):
        yield annotation


def is_frozen_model(kind: type) -> bool:
    """Tell whether instances of `kind` refuse to change. Their own fields are looked at where they are declared."""
    return bool(getattr(kind, "model_config", {}).get("frozen"))


def find_mutable_fields(model: type[Entity]) -> list[str]:
    """List the fields of `model` that can hold something mutable."""

    def parts(field: FieldInfo) -> list[Any]:
        return list(find_mutable_parts(field.annotation, frozenset(getattr(m, "func", None) for m in field.metadata)))

    return [
        f"{model.__qualname__}.{name}: {found}" for name, field in model.model_fields.items() if (found := parts(field))
    ]


def test_no_entity_has_a_mutable_field() -> None:
    """No entity holds a dict, list, set or anything unknown that a request could change for another one."""
    entities = list_stored_entities()

    mutable = [found for entity in entities for found in find_mutable_fields(entity)]

    assert len(entities) > 60
    assert mutable == []


def test_fields_that_no_model_names_are_frozen() -> None:
    """Entities that keep whatever they are given keep it frozen."""
    keeping = [entity for entity in list_stored_entities() if entity.model_config.get("extra") == "allow"]

    kept = [entity.model_validate({"a": {"b": [1]}}).model_extra for entity in keeping]

    assert [freeze_value(extra) for extra in kept] == kept
    assert [(type(extra), type(extra["a"])) for extra in kept if extra] == [(FrozenDict, FrozenDict)] * len(keeping)


def test_no_default_is_mutable() -> None:
    """A default that is a mapping is a frozen one: defaults are not validated."""
    defaults = {
        f"{entity.__qualname__}.{name}": field.get_default(call_default_factory=True, validated_data={})
        for entity in list_stored_entities()
        for name, field in entity.model_fields.items()
    }

    mutable = [name for name, value in defaults.items() if isinstance(value, list | set) or type(value) is dict]

    assert mutable == []


@pytest.mark.parametrize(
    "kind",
    [
        dict[str, str],
        list[int],
        set[int],
        Any,
        Mapping[str, str],
        tuple[list[int], ...],
        FrozenMap[str, list[int]],
        FrozenMap[str, dict[str, int]] | None,
        Mapping[str, Any],
        FrozenMap[str, Any],
    ],
)
def test_mutable_fields_are_found(kind: Any) -> None:
    """Each mutable type is found, however deep it stands."""
    model: type[Entity] = type("Model", (Entity,), {"__annotations__": {"field": kind}, "__module__": "tests"})

    assert len(find_mutable_fields(model)) == 1


@pytest.mark.parametrize(
    "kind", [FrozenMap[str, tuple[int, ...]], FrozenJson, FrozenMap[str, str] | None, tuple[str, ...], frozenset[int]]
)
def test_immutable_fields_pass(kind: Any) -> None:
    """Types that cannot change are accepted."""
    model: type[Entity] = type("Model", (Entity,), {"__annotations__": {"field": kind}, "__module__": "tests"})

    assert find_mutable_fields(model) == []


def test_a_copy_freezes_the_mappings_that_it_is_given() -> None:
    """A copy with another mapping holds it frozen, though copies are not validated."""

    class Kept(Entity):
        names: FrozenMap[str, tuple[str, ...]] = FrozenDict()

    changed = Kept().having(names={"a": ("b",)})

    assert type(changed.names) is FrozenDict
    assert changed.names == {"a": ("b",)}
