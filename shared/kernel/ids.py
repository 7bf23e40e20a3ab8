"""Ids with types: a booking's id is not an order's, and none can escape its place in a document path."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from shared.kernel.dates import jakarta_date
from shared.kernel.validation_messages import with_validation_message

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
# No 0/O, 1/I/L, 8/B, 5/S, 2/Z: people read these aloud on the phone.
UNAMBIGUOUS = "ACDEFGHJKMNPQRTUVWXY34679"
ALIAS_PREFIX = "anon-"


RandomBelow = Callable[[int], int]
"""A source of randomness: returns an integer from 0 up to, but not including, the argument."""


def _random_text(letters: str, count: int, random_below: RandomBelow) -> str:
    """Draw `count` of `letters` as one random number, since each draw asks the operating system."""
    number, drawn = random_below(len(letters) ** count), ""
    for _ in range(count):
        number, place = divmod(number, len(letters))
        drawn += letters[place]
    return drawn


class Id(str):
    """A document id: letters, digits, `_` and `-`, at most 128. What begins with `__` is Firestore's own."""

    __slots__ = ()
    pattern: ClassVar[str] = r"^_?[A-Za-z0-9-][A-Za-z0-9_-]{0,126}$"
    example: ClassVar[str] = "Zx3k9QmT1bV7cR5nW2pL"

    @classmethod
    def new(cls, random_below: RandomBelow) -> Self:
        """Make an id of twenty random letters and digits: 119 bits, spread evenly over Firestore's key space."""
        return cls(_random_text(_LETTERS, 20, random_below))

    @classmethod
    def try_parse(cls, text: str) -> Self | None:
        """Parse an id of this kind; None for any other text."""
        return cls(text) if re.fullmatch(cls.pattern, text) else None

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        text = with_validation_message(
            core_schema.str_schema(pattern=cls.pattern), "not_an_id", {"example": cls.example}
        )
        return core_schema.no_info_after_validator_function(cls, text, serialization=core_schema.to_string_ser_schema())

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "pattern": cls.pattern, "examples": [cls.example]}


class UserId(Id):
    """A Firebase Auth uid, or the alias of somebody who has one."""

    @property
    def is_alias(self) -> bool:
        return self.startswith(ALIAS_PREFIX)


class PartnerId(Id):
    """Id of the holder of a partner key, such as an event's front-end."""

    example = "tedx-front-end"


class OrderId(Id):
    """The human reference of an order is its id: `BE-20251126-ACD346` (date in Jakarta)."""

    pattern = r"^BE-[0-9]{8}-[A-Z0-9]{6}$"
    example = "BE-20251126-ACD346"
    last_characters: ClassVar[str] = UNAMBIGUOUS[12:]

    @classmethod
    def at(cls, now: datetime, random_below: RandomBelow) -> Self:
        """Make a reference for an order opened at `now`. The last character of a booking's is never an order's."""
        first, last = _random_text(UNAMBIGUOUS, 5, random_below), _random_text(cls.last_characters, 1, random_below)
        return cls(f"BE-{jakarta_date(now):%Y%m%d}-{first}{last}")


class BookingId(OrderId):
    """A booking has the reference of the order that pays for it, from before there is one."""

    last_characters = UNAMBIGUOUS[:12]


class AssignmentId(OrderId):
    """An assignment has the reference of the order that pays for it."""


class ServiceId(Id):
    """Id of an expert's service."""


class ProductId(Id):
    """Id of an expert's digital product."""


class Slug(Id):
    """The last part of an address that people read: `sari-wulandari`."""

    pattern = r"^[a-z0-9](?:[a-z0-9-]{1,58}[a-z0-9])$"
    example = "sari-wulandari"


class CategoryId(Id):
    """The slug of a category: `career`."""

    pattern = r"^[a-z0-9][a-z0-9-]{0,63}$"
    example = "career"


class GroupDateId(Id):
    """A date of a service for groups. Its chat room and its video room have the same id."""


class RoomId(Id):
    """A chat room. Two people's is made of their uids, a booking's is the booking's id, a group's that of its date."""


class MessageId(Id):
    """A message: the app that sends it chooses the id, so that sending it twice is sending it once."""


class PairingId(Id):
    """A customer's call for somebody to talk to."""


class SessionId(Id):
    """A meeting of two; its chat room has the same id."""


class TicketEventId(Id):
    """The slug of an event: `tedx-bandung-2026`."""

    pattern = r"^[a-z0-9][a-z0-9-]{1,63}$"
    example = "tedx-bandung-2026"


class TicketTypeId(Id):
    """The slug of a ticket type within its event: `early-bird`."""

    pattern = r"^[a-z0-9][a-z0-9-]{0,63}$"
    example = "early-bird"


class TicketId(Id):
    """An order's id and the number of the ticket in it."""

    pattern = r"^BE-[0-9]{8}-[A-Z0-9]{6}-[0-9]{1,3}$"
    example = "BE-20251126-ACD346-1"


class TicketNumber(Id):
    """The number printed on a ticket, for doors without a camera: nine letters and digits that nobody can guess."""

    pattern = rf"^[{UNAMBIGUOUS}]{{9}}$"
    example = "K7MQ4XPA3"

    @classmethod
    def new(cls, random_below: RandomBelow) -> Self:
        """Make a random number: 42 bits."""
        return cls(_random_text(UNAMBIGUOUS, 9, random_below))

    @property
    def printed(self) -> str:
        """The number as people read it: `K7M-Q4X-PA3`."""
        return "-".join((self[:3], self[3:6], self[6:]))


def is_valid_id(text: str) -> bool:
    """Return whether `text` may be part of a document path."""
    return re.fullmatch(Id.pattern, text) is not None
