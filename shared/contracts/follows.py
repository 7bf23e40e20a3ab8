"""Contract of following: the things whose news people ask for."""

from typing import Self

from shared.kernel.ids import Id, UserId
from shared.kernel.schemas import Entity
from shared.kernel.stored_choices import StoredEnum


class TargetKind(StoredEnum):
    """Kind of a thing that people follow. Groups, courses and posts are those of a host platform."""

    GROUP = "group"
    COURSE = "course"
    EVENT = "event"
    POST = "post"
    USER = "user"
    EXPERT = "expert"
    UNKNOWN = "unknown"


PERSON_KINDS = (TargetKind.USER, TargetKind.EXPERT)
"""Kinds whose id is the uid of a person."""


class FollowedTarget(Entity):
    """Thing that people follow.

    Attributes:
        kind: Kind of the thing.
        id: Id of the thing; the uid of a user or an expert.
    """

    kind: TargetKind
    id: Id

    @property
    def key(self) -> str:
        """Return the key of the target, such as `group:ukm-ekspor`."""
        return f"{self.kind}:{self.id}"

    @property
    def person(self) -> UserId | None:
        """Return the uid of the followed person; None for a thing."""
        return UserId(self.id) if self.kind in PERSON_KINDS else None

    @classmethod
    def parse(cls, key: str) -> Self | None:
        """Parse a key; None for a text that is none."""
        kind, _, id_ = key.partition(":")
        known = kind in [*TargetKind.known_members()]
        return cls(kind=TargetKind(kind), id=Id(id_)) if known and Id.try_parse(id_) else None
