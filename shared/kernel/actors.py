"""Who is calling: a person, a partner, or one of our own machines."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["customer", "expert", "admin", "partner", "sender", "internal", "anyone"]


@dataclass(frozen=True, slots=True)
class Actor:
    """`id` is a uid, a partner's id, a sender's name or a caller account, as the role says."""

    role: Role
    id: str
    anonymous: bool = False
    scopes: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return f"{self.role}:{self.id}"


ANYONE = Actor("anyone", "anyone")
