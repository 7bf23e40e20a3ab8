"""Documents that two versions of the code share: reading what a newer version wrote, and writing it back.

An entity carries what its class does not know: fields that a newer version added, and the values of choices that this
version reads as an unknown member. Copies of the entity carry it too. A new entity carries nothing. The carried values
stand where pydantic keeps extra fields. A view is made of the entity's own fields, so it never shows them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import from_json

from shared.kernel.frozen_values import FrozenDict, freeze_value
from shared.kernel.schemas import Entity
from shared.kernel.stored_choices import Dropped, StoredEnum, UnknownAs, Unreadable

EntityT = TypeVar("EntityT", bound=Entity)
T = TypeVar("T")

ReportUnknown = Callable[[str, Any], None]
"""Hears of a value that this version does not know: the field (`Order.status`), and the value."""

# No field of a document has an empty name.
_REPLACED = ""


def ignore_unknown(field: str, value: Any) -> None:
    """Report nothing: the value was reported when the document was read."""


@dataclass(frozen=True, slots=True)
class DocumentShape:
    """Fields that one class of entities writes, computed once."""

    names: frozenset[str]
    computed: frozenset[str]
    mask: tuple[str, ...]
    parts: tuple[str, ...]
    removed: frozenset[str]
    open: bool


def shape_of(model: type[Entity]) -> DocumentShape:
    """Return the shape of `model`."""
    return _SHAPES.get(model) or _SHAPES.setdefault(model, _compute_shape(model))


# Known by exact type: `isinstance` asks a model's metaclass, which takes longer than all else that is done here.
_SHAPES: dict[type, DocumentShape] = {}


def _compute_shape(model: type[Entity]) -> DocumentShape:
    names = (*model.model_fields, *model.model_computed_fields)
    return DocumentShape(
        names=frozenset(names),
        computed=frozenset(model.model_computed_fields),
        mask=(*names, *model.removed_fields),
        parts=tuple(name for name, field in model.model_fields.items() if _holds_entities(field.annotation)),
        removed=frozenset(model.removed_fields),
        open=model.model_config.get("extra") == "allow",
    )


def read_entity(model: type[EntityT], data: dict[str, Any], report: ReportUnknown = ignore_unknown) -> EntityT:
    """Read a document as `model`, and let the entity carry what `model` does not know.

    An unknown choice is read as its class says. A field without default that may be None, and is missing, is None.

    Raises:
        ValidationError: The document does not fit, even so.
    """
    try:
        entity = model.model_validate(data)
    except ValidationError:
        data = _replace_unknown(model, data, (), model.__name__, report)
        entity = model.model_validate(data)
    _carry_unknown(entity, data, whole=not model.partial)
    return entity


def read_json_result(adapter: TypeAdapter[T], annotation: Any, text: str) -> T:
    """Read an earlier call's result, a value of type `annotation`. Choices that were unknown are unknown again."""
    try:
        return adapter.validate_json(text)
    except ValidationError:
        return adapter.validate_python(_replace_unknown(annotation, from_json(text), (), "", ignore_unknown))


def dump_entity(entity: Entity) -> dict[str, Any]:
    """Return the fields of a document: the entity's own, with what their parts carry from a newer version.

    Fields that the entity itself carries are left out: an update mask keeps them where they are.
    """
    data = entity.model_dump()
    shape = shape_of(type(entity))
    if shape.parts:
        _restore_parts(entity, data, shape)
    if carried := entity.__pydantic_extra__:
        data |= {name: value for name, value in carried.items() if name in shape.names}
    return data


def fields_decided_by(entity: Entity) -> tuple[str, ...]:
    """Return the top-level fields that a save of `entity` decides: its update mask."""
    shape = shape_of(type(entity))
    return (*shape.mask, *entity.carried_fields) if shape.open else shape.mask


def _restore(entity: Entity, data: dict[str, Any]) -> None:
    shape = shape_of(type(entity))
    if shape.parts:
        _restore_parts(entity, data, shape)
    if carried := entity.__pydantic_extra__:
        data |= carried


def _restore_parts(entity: Entity, data: dict[str, Any], shape: DocumentShape) -> None:
    values = entity.__dict__
    for name in shape.parts:
        if value := values[name]:
            _restore_value(value, data[name])


def _restore_value(value: Any, data: Any) -> None:
    kind = type(value)
    if kind is tuple:
        for item, item_data in zip(value, data, strict=True):
            _restore_value(item, item_data)
    elif kind is FrozenDict:
        for key, item in value.items():
            _restore_value(item, data[key])
    elif value is not None:
        _restore(value, data)


def _carry_unknown(entity: Entity, data: Mapping[str, Any], *, whole: bool = True) -> bool:
    """Let `entity` and its parts carry what they do not know. Tell whether a choice in them was replaced."""
    shape = shape_of(type(entity))
    replaced = False
    for name in shape.parts:
        if data.get(name) and _carry_parts(entity.__dict__[name], data[name]):
            replaced = True
    if replaced or not data.keys() <= shape.names:
        carried = dict(data.get(_REPLACED, ()))
        replaced = replaced or bool(carried)
        if replaced:
            # What follows from a choice that this version does not know was computed by the version that does.
            carried |= {name: freeze_value(data[name]) for name in shape.computed if name in data}
        if whole:
            known = shape.names | shape.removed | {_REPLACED}
            carried |= {name: freeze_value(value) for name, value in data.items() if name not in known}
        entity.carry_fields(carried)
    return replaced


def _carry_parts(value: Any, data: Any) -> bool:
    kind = type(value)
    if kind is tuple:
        return True in [_carry_parts(item, item_data) for item, item_data in zip(value, data, strict=True)]
    if kind is FrozenDict:
        return True in [_carry_parts(item, data[key]) for key, item in value.items()]
    return value is not None and _carry_unknown(value, data)


def _holds_entities(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, Entity):
        return True
    return any(_holds_entities(argument) for argument in get_args(annotation))


def _replace_unknown(annotation: Any, value: Any, metadata: tuple[Any, ...], at: str, report: ReportUnknown) -> Any:
    """Return `value` with each choice that `annotation` does not know replaced by its safe reading."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if hasattr(annotation, "__metadata__"):
        return _replace_unknown(annotation.__origin__, value, (*metadata, *annotation.__metadata__), at, report)
    if origin is Literal:
        return value if value in arguments else _safe_literal(value, metadata, at, report)
    if origin in (Union, UnionType):
        # Documents know no other unions than those with None.
        chosen = next(argument for argument in arguments if argument is not type(None))
        return None if value is None else _replace_unknown(chosen, value, metadata, at, report)
    if origin in (tuple, list) and isinstance(value, list | tuple):
        mixed = origin is tuple and Ellipsis not in arguments
        kinds = arguments if mixed else (arguments[0],) * len(value)
        replaced = (
            _replace_unknown(kind, item, metadata, at, report) for kind, item in zip(kinds, value, strict=False)
        )
        return [item for item in replaced if item is not Dropped]
    if isinstance(origin, type) and issubclass(origin, Mapping) and isinstance(value, Mapping):
        return {key: _replace_unknown(arguments[1], item, metadata, at, report) for key, item in value.items()}
    if isinstance(annotation, type) and issubclass(annotation, BaseModel) and isinstance(value, Mapping):
        return _replace_fields(annotation, value, report)
    if isinstance(annotation, type) and issubclass(annotation, StoredEnum) and not isinstance(value, Enum):
        if value in annotation.known_members():
            return value
        report(at, value)
        return annotation.unknown_member()
    return value


def _safe_literal(value: Any, metadata: tuple[Any, ...], at: str, report: ReportUnknown) -> Any:
    safe = next((each.value for each in metadata if isinstance(each, UnknownAs)), Unreadable)
    report(at, value)
    return value if safe is Unreadable else safe


def _replace_fields(model: type[BaseModel], data: Mapping[str, Any], report: ReportUnknown) -> dict[str, Any]:
    fields, replaced = dict(data), {}
    for name, field in model.model_fields.items():
        if name in data:
            at = f"{model.__name__}.{name}"
            fields[name] = _replace_unknown(field.annotation, data[name], tuple(field.metadata), at, report)
            if issubclass(model, Entity) and _is_choice(field.annotation) and fields[name] != data[name]:
                replaced[name] = freeze_value(data[name])
        elif field.is_required() and type(None) in get_args(field.annotation):
            fields[name] = None
    return {**fields, _REPLACED: replaced} if replaced else fields


def _is_choice(annotation: Any) -> bool:
    if isinstance(annotation, type):
        return issubclass(annotation, StoredEnum)
    return get_origin(annotation) is Literal or any(_is_choice(argument) for argument in get_args(annotation))
