"""Effects of a function that matter to the scan of reachable errors."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from shared.kernel.errors import Fault

ErrorClass = type[Fault]


class FunctionId(NamedTuple):
    """Module and qualified name of a function or method."""

    module: str
    name: str

    def __str__(self) -> str:
        return f"{self.module}.{self.name}"


@dataclass(frozen=True, slots=True)
class Raise:
    """Errors that a line raises."""

    errors: frozenset[ErrorClass]
    line: int


@dataclass(frozen=True, slots=True)
class Reraise:
    """A line that raises again what the handler around it has caught."""


@dataclass(frozen=True, slots=True)
class Use:
    """Function that a line calls, or passes on to be called."""

    function: FunctionId
    line: int


@dataclass(frozen=True, slots=True)
class Handler:
    """An `except` clause: the classes that it catches, and its body."""

    caught: tuple[type[BaseException], ...]
    body: "tuple[Effect, ...]"


@dataclass(frozen=True, slots=True)
class Guarded:
    """Body of a `try` with its handlers."""

    body: "tuple[Effect, ...]"
    handlers: tuple[Handler, ...]


Effect = Raise | Reraise | Use | Guarded


def list_uses(effects: Iterable[Effect]) -> Iterator[FunctionId]:
    """List the functions that some code calls or passes on."""
    for effect in effects:
        if isinstance(effect, Use):
            yield effect.function
        elif isinstance(effect, Guarded):
            yield from list_uses(effect.body)
            for handler in effect.handlers:
                yield from list_uses(handler.body)
