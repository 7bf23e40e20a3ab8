"""Actors: a person, a partner, or one of our own machines."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, Self

from shared.kernel.ids import UserId
from shared.kernel.schemas import Email, Line, Phone

Role = Literal["customer", "expert", "admin", "partner", "sender", "internal", "anyone"]
AdminScope = Literal["owner", "support", "finance", "moderator", "supervisor"]
"""Permission of an admin. An owner has all permissions, and alone decides on admins."""
ADMIN_SCOPES: tuple[AdminScope, ...] = ("owner", "support", "finance", "moderator", "supervisor")


@dataclass(frozen=True, slots=True)
class Actor:
    """`id` is a uid, a partner's id, a sender's name or a caller account, as the role says.

    `by_phone`: they signed in by a code that came to their phone. `signed_in_at` is the time of that sign-in, in UTC.
    `scopes` are those of a partner's key, or those of an admin (`AdminScope`).
    `name`, `email` and `phone` are what a person's sign-in tells of them, if it does. `email_verified`: the sign-in
    provider knows that the address is theirs. `alias` is the uid by which they are known where nobody may find out who
    they are; aliases of single sessions come from `alias_key`. `events` are the ticket events that a partner's key
    names, and `key_id` is the id of the key.
    """

    role: Role
    id: str
    anonymous: bool = False
    by_phone: bool = field(default=False, compare=False)
    signed_in_at: datetime | None = field(default=None, compare=False)
    scopes: frozenset[str] = frozenset()
    events: frozenset[str] = field(default=frozenset(), compare=False)
    name: Line | None = field(default=None, repr=False)
    email: Email | None = field(default=None, repr=False)
    email_verified: bool = field(default=False, compare=False)
    phone: Phone | None = field(default=None, repr=False)
    key_id: str = field(default="", repr=False, compare=False)
    alias: UserId = field(default=UserId(""), repr=False, compare=False)
    alias_key: bytes = field(default=b"", repr=False, compare=False)
    admin: UserId | None = None

    def covers_event(self, event_id: str) -> bool:
        """Return whether the key names the event, or names no event. People are not limited to events."""
        return not self.events or event_id in self.events

    def as_alias(self, alias: UserId | None = None) -> Self:
        """Return the actor known by an alias alone: by the alias of the person if none is given."""
        return replace(self, id=alias or self.alias, name=None, email=None, email_verified=False, phone=None)

    @property
    def member_ids(self) -> tuple[UserId, ...]:
        """Ids under which the actor is a member of rooms."""
        return (UserId(self.id), self.alias) if self.role == "customer" else (UserId(self.id),)

    def has_admin_scope(self, *scopes: AdminScope) -> bool:
        """Return whether the actor is an admin with one of `scopes`; an owner has all."""
        return self.role == "admin" and not self.scopes.isdisjoint((*scopes, "owner"))

    def __str__(self) -> str:
        return f"{self.role}:{self.id}"


ANYONE = Actor("anyone", "anyone")
