"""Who is calling: a person, a partner, or one of our own machines."""

from dataclasses import dataclass, field
from typing import Literal

from shared.kernel.schemas import Email, Line, Phone

Role = Literal["customer", "expert", "admin", "partner", "sender", "internal", "anyone"]


@dataclass(frozen=True, slots=True)
class Actor:
    """`id` is a uid, a partner's id, a sender's name or a caller account, as the role says.

    `name`, `email` and `phone` are what a person's sign-in tells of them, if it does.
    """

    role: Role
    id: str
    anonymous: bool = False
    scopes: frozenset[str] = frozenset()
    name: Line | None = field(default=None, repr=False)
    email: Email | None = field(default=None, repr=False)
    phone: Phone | None = field(default=None, repr=False)

    def __str__(self) -> str:
        return f"{self.role}:{self.id}"


ANYONE = Actor("anyone", "anyone")
