"""Choices that documents hold: enumerations and literals that also read what a newer version has added."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema

UNKNOWN_NAME = "UNKNOWN"


class StoredEnum(StrEnum):
    """An enumeration that documents hold. Each has a member for values that only a newer version knows.

    That member is `UNKNOWN`, unless `unknown_member` names another one. Rules must be safe with it: deny or wait.
    Validation refuses the text of `UNKNOWN`, so no request can send it; only a stored document is read as it.
    """

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if unknown := cls.__members__.get(UNKNOWN_NAME):
            # Pydantic asks the class itself for what is not among the members of its schema.
            del cls._value2member_map_[unknown.value]

    @classmethod
    def unknown_member(cls) -> Self:
        """Return the member that stands for values which this version does not know."""
        return cls[UNKNOWN_NAME]

    @classmethod
    def known_members(cls) -> tuple[Self, ...]:
        """Return the members that a document or a request may name."""
        return tuple(member for member in cls if member.name != UNKNOWN_NAME)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = handler(source)
        enumeration: Any = handler.resolve_ref_schema(schema)
        enumeration["members"] = list(cls.known_members())
        return schema


class Dropped:
    """Marks a choice in a tuple that is left out when only a newer version knows it."""


class Unreadable:
    """Marks a choice without a safe reading: the document cannot be read until this version is replaced."""


@dataclass(frozen=True, slots=True)
class UnknownAs:
    """Marker on a stored `Literal`: an unknown value is read as `value`, as `Dropped`, or as `Unreadable`.

    Use as `Annotated[Literal["id", "en"], UnknownAs("id")]`.
    """

    value: str | type[Dropped] | type[Unreadable]
