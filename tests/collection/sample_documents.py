"""Sample documents built from the classes of entities, as an older or a newer version would store them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import AwareDatetime, TypeAdapter, ValidationError

from shared.kernel.ids import Id
from shared.kernel.schemas import Entity
from shared.kernel.stored_choices import UnknownAs, Unreadable
from tests.builders import NOON

NEWER_VALUE = "from_a_newer_version"
NEWER_FIELDS = {"newer_field": {"deep": [1, {"x": None}]}, "newer field 👍": True}

_TEXTS = (
    "dewi",
    "ana@example.com",
    "+6281234567890",
    "Asia/Jakarta",
    "09:00",
    "https://example.com/a",
    "id",
    "2026-11-26",
    "career-advice",
    "QRIS",
    "https://app.temani.example",
    "img.example.com",
)
_NUMBERS: tuple[Any, ...] = (15, 1, 2026, 100, 1_000)

Choose = Callable[[Any, tuple[Any, ...]], Any]
"""Chooses the stored value of an enumeration or literal, from its type and its annotations."""


def known_choice(kind: Any, notes: tuple[Any, ...]) -> Any:
    """Choose a value that this version knows."""
    return get_args(kind)[0] if get_origin(kind) is Literal else kind.known_members()[0].value


def newer_choice(kind: Any, notes: tuple[Any, ...]) -> Any:
    """Choose a value of a newer version, or a known value for a choice that refuses unknown ones."""
    if isinstance(kind, type):
        return NEWER_VALUE
    reading = next(note.value for note in notes if isinstance(note, UnknownAs))
    return known_choice(kind, notes) if reading is Unreadable else NEWER_VALUE


def build_document(
    model: type[Entity], choose: Choose = known_choice, more: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Build a document with every field of `model`; `more` is added to it and to each nested entity."""
    document = {
        name: _build_value(field.annotation, tuple(field.metadata), choose, more or {})
        for name, field in model.model_fields.items()
    }
    return document | dict(more or {})


def _build_value(kind: Any, notes: tuple[Any, ...], choose: Choose, more: Mapping[str, Any]) -> Any:
    origin, arguments = get_origin(kind), get_args(kind)
    if hasattr(kind, "__metadata__"):
        return _build_value(kind.__origin__, (*notes, *kind.__metadata__), choose, more)
    if origin is Literal or (isinstance(kind, type) and issubclass(kind, Enum)):
        return choose(kind, notes)
    if origin in (Union, UnionType):
        chosen = next(argument for argument in arguments if argument is not NoneType)
        return _build_value(chosen, notes, choose, more)
    if origin is tuple:
        reading = tuple(note for note in notes if isinstance(note, UnknownAs))
        return [_build_value(arguments[0], reading, choose, more)]
    if isinstance(origin, type) and issubclass(origin, Mapping):
        value = 1 if arguments[1] is Any else _build_value(arguments[1], (), choose, more)
        return {"plain": value, "👍": value, "a.b `c`": value}
    if isinstance(kind, type) and issubclass(kind, Entity):
        return build_document(kind, choose, more)
    if kind is bool:
        return True
    if kind in (datetime, AwareDatetime):
        return NOON
    if kind is date:
        return "2026-11-26"
    if kind is timedelta:
        return timedelta(minutes=1)
    return _find_valid(kind, notes)


def _find_valid(kind: Any, notes: tuple[Any, ...]) -> Any:
    adapter = TypeAdapter[Any](Annotated[(kind, *notes)] if notes else kind)
    if issubclass(kind, Id):
        return kind.example
    for candidate in _TEXTS if issubclass(kind, str) else _NUMBERS:
        try:
            adapter.validate_python(candidate)
        except ValidationError:
            continue
        return candidate
    raise LookupError(f"no sample fits {kind} with {notes}: add one")
