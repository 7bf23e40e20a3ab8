"""Requests that repeat a stored model: strict ones, updates of some of its fields, and saves of what may exist."""

from functools import reduce
from operator import or_
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, cast, get_args, get_origin, overload

from pydantic import ConfigDict, Field, create_model
from pydantic.fields import FieldInfo

from shared.kernel.ports import EntityT
from shared.kernel.public_texts import PersonName, find_public_type
from shared.kernel.schemas import Entity, Request

EntityClassT = TypeVar("EntityClassT", bound=type[Entity])


def strict_input(model: EntityClassT) -> EntityClassT:
    """Make a request of `model`, a class below an entity: unknown fields are refused, in nested entities too.

    A nested entity `Work` is replaced by a model named `WorkInput`.
    """
    return _with_config(model, model.__name__, {"extra": "forbid"})


def public_input(model: EntityClassT) -> EntityClassT:
    """Make a strict request of `model` whose texts other people read, in nested entities too.

    Lines and texts are kept as `PublicLine` and `PublicText` say, and a field `full_name` as `PersonName` says.
    """
    return _with_config(model, model.__name__, {"extra": "forbid"}, public=True)


def partial_input(model: EntityClassT) -> EntityClassT:
    """Make a partial update of `model`, a class below an entity: a field that is left out is not changed.

    Unknown fields are refused, and no default is described, in nested entities too.
    """
    return _with_config(model, model.__name__, {"extra": "forbid", "json_schema_extra": _without_defaults})


def _without_defaults(schema: dict[str, Any]) -> None:
    for field in schema.get("properties", {}).values():
        field.pop("default", None)


class SaveRequest(Request):
    """Body that creates a document, or changes the existing one: a field that is left out is not changed.

    No default is described in the API, since a default holds for a new document only.
    """

    model_config = ConfigDict(json_schema_extra=_without_defaults)

    def dump_named_fields(self, *, exclude: set[str]) -> dict[str, Any]:
        """Dump the fields that the body names, without those in `exclude`."""
        return self.model_dump(exclude=exclude, exclude_unset=True)


@overload
def with_named_fields(stored: EntityT, sent: Entity) -> EntityT: ...


@overload
def with_named_fields(stored: EntityT | None, sent: EntityT) -> EntityT:
    """Return the stored entity with the fields that were sent."""


def with_named_fields(stored: Any, sent: Any) -> Any:
    """Return the stored entity with the fields that were sent; what nobody named stays. `sent` if nothing is stored.

    The fields of a part, such as a policy, are merged alike. A list or a map is replaced as a whole.
    """
    if stored is None:
        return sent
    changes = {name: getattr(sent, name) for name in sent.model_fields_set if name in type(stored).model_fields}
    for name, value in changes.items():
        before = getattr(stored, name)
        if isinstance(value, Entity) and isinstance(before, Entity):
            changes[name] = with_named_fields(before, value)
    return stored.having(**changes)


def _with_config(model: EntityClassT, name: str, config: dict[str, Any], *, public: bool = False) -> EntityClassT:
    base: type[Entity] = model
    fields = {
        field: (PersonName, _field(info))
        if public and field == "full_name"
        else _with_nested_inputs(info, config, public)
        for field, info in base.model_fields.items()
    }
    options: dict[str, Any] = {field: changed for field, changed in fields.items() if changed is not None}
    return cast(
        EntityClassT,
        create_model(
            name, __base__=base, __module__=base.__module__, __doc__=base.__doc__, __cls_kwargs__=config, **options
        ),
    )


def _with_nested_inputs(info: FieldInfo, config: dict[str, Any], public: bool) -> tuple[Any, Any] | None:
    """Return the type and default of a field whose entities and texts are replaced; None if there are none in it."""
    annotation = info.rebuild_annotation()
    changed = _with_inputs(annotation, config, public)
    if changed is annotation:
        return None
    if info.is_required():
        return changed, _field(info)
    default = info.get_default(call_default_factory=True, validated_data={})
    if isinstance(default, Entity):
        default = _with_inputs(type(default), config, public).model_validate(default.model_dump())
    return changed, _field(info, default)


def _field(info: FieldInfo, default: Any = ...) -> Any:
    return Field(default, description=info.description, json_schema_extra=info.json_schema_extra)


def _with_inputs(annotation: Any, config: dict[str, Any], public: bool) -> Any:
    """Return `annotation` with each entity and public text in it replaced; the annotation itself if there is none."""
    if isinstance(annotation, type) and not get_args(annotation):
        is_entity = issubclass(annotation, Entity)
        return (
            _with_config(annotation, f"{annotation.__name__}Input", config, public=public) if is_entity else annotation
        )
    if public and (text := find_public_type(annotation)) is not None:
        return text
    arguments = get_args(annotation)
    changed = tuple(_with_inputs(argument, config, public) for argument in arguments)
    if all(new is old for new, old in zip(changed, arguments, strict=True)):
        return annotation
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        return reduce(or_, changed)
    return (Annotated if origin is Annotated else origin)[changed]
