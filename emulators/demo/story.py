"""Stories: titled sequences of steps, which `make demo` narrates and the journeys run as tests."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

ContextT_contra = TypeVar("ContextT_contra", contravariant=True)
Step: TypeAlias = Callable[[ContextT_contra], Awaitable[str]]
"""A coroutine function that acts, checks the outcome and returns what happened; its docstring says what it does."""


@dataclass(frozen=True)
class Story(Generic[ContextT_contra]):
    """Steps that run one after the other on one context.

    Attributes:
        title: The heading in the demo, and the name of the test.
        steps: The steps, in their order.
        requires: The stories that must have run on the same context before.
    """

    title: str
    steps: tuple[Step[ContextT_contra], ...]
    requires: tuple["Story[ContextT_contra]", ...] = ()

    def list_with_required(self) -> "list[Story[ContextT_contra]]":
        """List every story that this story requires, directly or not, in the order to run them, and this one last."""
        required = [story for each in self.requires for story in each.list_with_required()]
        return [*dict.fromkeys(required), self]
