"""The shapes that cross a border: what comes in, what goes out, what is kept."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, StringConstraints

from shared.kernel.frozen_values import FrozenDict, freeze_value
from shared.kernel.validation_messages import InvalidValue, ValidationMessage


class Model(BaseModel):
    """Frozen, and without room for what nobody asked for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def having(self, **changes: Any) -> Self:
        """Return a copy with `changes`; the original stays as it is."""
        return self.model_copy(update=changes)


class Request(Model):
    """Body of a POST, or query of a GET."""


class View(Model):
    """Model of a response; never the stored model."""


class Entity(Model):
    """A document, or a part of one. Immutable at every depth; it carries fields that only a newer version knows.

    Attributes:
        removed_fields: Fields that earlier versions wrote, and the day of their removal. A save deletes them.
        partial: True if the class reads a few fields of a larger document, whose other fields it does not carry.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    removed_fields: ClassVar[Mapping[str, date]] = {}
    partial: ClassVar[bool] = False

    @property
    def carried_fields(self) -> Mapping[str, Any]:
        """Return what a newer version wrote: unknown fields, and the values of choices that were read as unknown."""
        return self.__pydantic_extra__ or {}

    def carry_fields(self, fields: Mapping[str, Any]) -> None:
        """Carry `fields`, which must be immutable. Only for whoever has just read or copied the entity."""
        object.__setattr__(self, "__pydantic_extra__", FrozenDict(fields) if fields else None)

    def __eq__(self, other: object) -> bool:
        """Compare what the class knows. What an entity carries makes no difference to this version."""
        if type(self) is not type(other) or not isinstance(other, Entity):
            return NotImplemented
        if self.model_config.get("extra") == "allow" and self.model_extra != other.model_extra:
            return False
        return self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((type(self), *self.__dict__.values()))

    def having(self, **changes: Any) -> Self:
        """Return a copy with `changes`, which carries what the original carries.

        A dict among the changes is frozen, since copies are not validated. A choice that was read as unknown, and is
        changed now, is no longer written back as it was; what is computed is computed again.
        """
        for name, value in changes.items():
            if type(value) is dict:
                changes[name] = freeze_value(value)
        copy = self.model_copy(update=changes)
        if carried := self.__pydantic_extra__:
            decided = {name for name, value in changes.items() if value is not getattr(self, name)}
            if any(name in carried or _is_part(getattr(self, name)) for name in decided):
                decided |= type(self).model_computed_fields.keys()
                copy.carry_fields({name: value for name, value in carried.items() if name not in decided})
        return copy


def _is_part(value: Any) -> bool:
    return isinstance(value, Entity | tuple | Mapping)


class Event(Model):
    """Something that happened, in the past tense. Its topic is its name in dashes.

    `facts` are the fields that a consumer may filter by: they travel as attributes of the message. An event may be read
    by older and newer code, so a new field has a default. A fact that is None or empty is not known.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    facts: ClassVar[tuple[str, ...]] = ()


class Job(Model):
    """Work for later. `SettleInvoice` is done by the function `settle_invoice`, from the queue named here."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    queue: ClassVar[str]


def to_kebab_case(name: str) -> str:
    """Convert a name to dashes, as the cloud writes it: `OrderPaid` and `order_paid` become `order-paid`."""
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).lstrip("-").replace("_", "-")


def _utc(moment: datetime) -> datetime:
    try:
        return moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    except OverflowError:
        # At either end of the calendar, another zone's day is outside of it.
        raise InvalidValue("not_in_calendar") from None


Moment = Annotated[AwareDatetime, AfterValidator(_utc)]
"""A point in time with a zone; kept in UTC."""

Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$"),
    ValidationMessage("not_a_line", most=200),
]
"""Single line of 1 to 200 characters, without control characters."""

Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=5_000, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"),
    ValidationMessage("not_a_text_up_to", most=5_000),
]
"""Text of several lines, at most 5,000 characters."""

Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        max_length=254,
        # As in HTML's <input type=email>. Earlier versions stored every address of this form.
        pattern=r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$",
    ),
    ValidationMessage("not_an_email_address"),
]
"""E-mail address of a stored document. A request takes an `EmailInput`."""

Phone = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=r"^(\+[1-9][0-9]{7,14}|0[0-9]{8,13})$"),
    ValidationMessage("not_a_phone_number"),
]
"""Phone number of a stored document: E.164, or `0812…` from earlier versions. A request takes a `PhoneInput`."""
