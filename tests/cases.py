"""Cases: the facts of a function beside its code.

Each case is in `tests/<domain>/cases.py` or `tests/<domain>/*_cases.py`.
"""

import importlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import functions.main
from infra.build.discovery import ROOT
from tests.builders import NOON
from tests.world import Answer, Person, World

MeasuredCall = Callable[[], Awaitable[Answer]]
Arrange = Callable[[World], Awaitable[MeasuredCall]]
Variants = Callable[[World], Awaitable[Sequence[Callable[[], Awaitable[object]]]]]
"""Arranges a world of its own, and returns other calls of the same function."""
AddRow = Callable[[World, int, datetime], Awaitable[None]]
"""Stores the row of a number, from 0, with a time."""

ROW_COUNT = 4


@dataclass(frozen=True, slots=True)
class Example:
    """Example of a function in the API description.

    Attributes:
        request: Query or JSON body; for a webhook, the body as its sender writes it.
        response: JSON answer, complete and in the order of the answer's fields.
    """

    request: Any = None
    response: Any = None


@dataclass(frozen=True, slots=True)
class Case:
    """Typical call of a function.

    Attributes:
        name: The function's name.
        who: The callers whom the function is for, written down apart from its decorator.
        example: The example in the API description; None for a function that only machines call.
        arrange: Arranges the world, and returns the call whose cost is counted.
        file: The file that holds the case.
        tested_in: The test file that reaches the function through another function; empty where a test names it.
        variants: Other calls of the function, or None.
    """

    name: str
    who: tuple[str, ...]
    example: Example | None
    arrange: Arrange
    file: Path
    tested_in: str = ""
    variants: Variants | None = None


@dataclass(frozen=True, slots=True)
class PagedRows:
    """Rows for a function that answers in pages, so that the ends of its pages can be tested.

    Attributes:
        person: A caller who sees every row.
        id: Field that identifies an item.
        add: Stores one row; `arrange` calls it for each.
        query: Fields that the function requires beside `cursor` and `limit`.
    """

    person: Person
    id: str
    add: AddRow
    query: Mapping[str, Any]

    async def arrange(self, world: World) -> None:
        """Store `ROW_COUNT` rows, two of them with each time, so that the list's second order counts too."""
        for number in range(ROW_COUNT):
            await self.add(world, number, NOON + timedelta(minutes=number // 2))


_CASES: dict[str, Case] = {}
_VARIANTS: dict[str, Variants] = {}
_PAGED: dict[str, PagedRows] = {}


def case(
    name: str, *, who: str | tuple[str, ...], example: Example | None = None, tested_in: str = ""
) -> Callable[[Arrange], Arrange]:
    """Register the case of the function `name`; the decorated function arranges the world of a typical call.

    Raises:
        ValueError: The function has a case already.
    """

    def register(arrange: Arrange) -> Arrange:
        if name in _CASES:
            raise ValueError(f"{name} has two cases: {_CASES[name].file} and {arrange.__code__.co_filename}")
        audience = (who,) if isinstance(who, str) else who
        _CASES[name] = Case(name, audience, example, arrange, Path(arrange.__code__.co_filename), tested_in)
        return arrange

    return register


def variants(name: str) -> Callable[[Variants], Variants]:
    """Register other calls of the function `name`, for example with other filters or orders.

    Their queries are recorded for the indexes. Their cost is not recorded.

    Raises:
        ValueError: The function has variants already.
    """

    def register(arrange: Variants) -> Variants:
        if name in _VARIANTS:
            raise ValueError(f"{name} has its variants twice")
        _VARIANTS[name] = arrange
        return arrange

    return register


def paged_rows(
    name: str, *, id: str, person: Person, query: Mapping[str, Any] = MappingProxyType({})
) -> Callable[[AddRow], AddRow]:
    """Register rows of the function `name`, whose request has a `cursor`; the decorated function stores one row.

    Args:
        name: Name of the function.
        id: Field that identifies an item.
        person: A caller who sees every row.
        query: Fields that the function requires beside `cursor` and `limit`.

    Raises:
        ValueError: The function has rows already.
    """

    def register(add: AddRow) -> AddRow:
        if name in _PAGED:
            raise ValueError(f"{name} has its paged rows twice")
        _PAGED[name] = PagedRows(person, id, add, query)
        return add

    return register


def list_case_files() -> list[Path]:
    """List the files that hold cases."""
    return sorted({*(ROOT / "tests").glob("*/cases.py"), *(ROOT / "tests").glob("*/*_cases.py")})


@cache
def load_cases() -> Mapping[str, Case]:
    """Load the case of every function, by the function's name.

    Raises:
        ValueError: A function has variants but no case.
    """
    for file in list_case_files():
        importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
    if homeless := _VARIANTS.keys() - _CASES.keys():
        raise ValueError(f"variants without a case: {', '.join(sorted(homeless))}")
    return {name: replace(_CASES[name], variants=_VARIANTS.get(name)) for name in sorted(_CASES)}


def load_paged_rows() -> Mapping[str, PagedRows]:
    """Load the rows of every function that answers in pages, by the function's name."""
    load_cases()
    return {name: _PAGED[name] for name in sorted(_PAGED)}


def is_paged(request: type | None) -> bool:
    """Return whether a function with this request answers in pages."""
    return "cursor" in getattr(request, "model_fields", ())


def call_function(world: World, name: str, body: Any, person: Person) -> MeasuredCall:
    """Return the call of an HTTP function by a person or a partner."""
    return lambda: world.call(getattr(functions.main, name), body, as_=person)


def push_event(world: World, name: str, event: str, **payload: Any) -> MeasuredCall:
    """Return the delivery of an event to a function."""
    return lambda: world.call.push_event(getattr(functions.main, name), event, payload, id="e-1")


async def deliver_job(world: World, name: str, job: str) -> MeasuredCall:
    """Return the delivery of the earliest due job of the type `job`."""
    fleeting = [entry for entry in world.sent.entries if entry.type == job and entry.fleeting]
    entry = min(fleeting or await world.list_outbox_entries(job), key=lambda one: one.due_at)
    kept = None if entry.fleeting else entry
    return lambda: world.call.deliver_task(getattr(functions.main, name), entry.payload, entry=kept)


def run_schedule(world: World, name: str) -> MeasuredCall:
    """Return the run of a scheduled function that is due now."""
    return lambda: world.call.run_schedule(getattr(functions.main, name), due_at=world.now)
