"""Stories: titled sequences of steps, which `make demo` narrates and the journeys run as tests."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

ContextT_contra = TypeVar("ContextT_contra", contravariant=True)
Step: TypeAlias = Callable[[ContextT_contra], Awaitable[str]]
"""Coroutine function that acts, checks the result and returns a sentence about it. Its docstring is its title."""


@dataclass(frozen=True)
class Story(Generic[ContextT_contra]):
    """Steps that run one after the other on one context.

    Attributes:
        title: Heading in the demo, and name of the test.
        steps: Steps, in their order.
        requires: Stories that must have run before on the same context.
    """

    title: str
    steps: tuple[Step[ContextT_contra], ...]
    requires: tuple["Story[ContextT_contra]", ...] = ()

    def list_with_required(self) -> "list[Story[ContextT_contra]]":
        """List the stories that this story requires, in the order to run them, with this story last."""
        required = [story for each in self.requires for story in each.list_with_required()]
        return [*dict.fromkeys(required), self]
