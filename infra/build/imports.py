"""What a function's code reaches: the files it is made of, and which events and jobs those can send."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from infra.build.collect import ROOT

_OURS = ("functions", "shared")


@dataclass(frozen=True, slots=True)
class Source:
    """One file, as far as it matters here: what it imports, what it calls."""

    file: Path
    imports: tuple[Path, ...]
    calls: frozenset[str]


def closure(file: Path) -> list[Source]:
    """*file* and every file of ours that it imports, at its top or later, directly or through others."""
    reached: dict[Path, Source] = {}
    waiting = [file]
    while waiting:
        next_file = waiting.pop()
        if next_file not in reached:
            reached[next_file] = source(next_file)
            waiting += reached[next_file].imports
    return [reached[path] for path in sorted(reached)]


def sends(file: Path, names: Iterable[str]) -> list[str]:
    """Which of *names* (events, jobs) the code behind *file* makes: at most these can it send.

    A function that relays the outbox sends whatever lies there.
    """
    if "relay" in source(file).calls:
        return sorted(names)
    made = frozenset[str]().union(*(one.calls for one in closure(file)))
    return sorted(made.intersection(names))


@cache
def source(file: Path) -> Source:
    """Read one file."""
    tree = ast.parse(file.read_text(), str(file))
    for_types = {id(node) for block in ast.walk(tree) if _is_for_types(block) for node in ast.walk(block)}
    nodes = [node for node in ast.walk(tree) if id(node) not in for_types]
    imported = [path for node in nodes for name in _imported(node) for path in _files(name)]
    calls = frozenset(_called(node.func) for node in nodes if isinstance(node, ast.Call))
    return Source(file, tuple(dict.fromkeys(imported)), calls)


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def _files(name: str) -> list[Path]:
    """The files that an import of *name* runs: the packages on the way, and the module."""
    parts = name.split(".")
    if parts[0] not in _OURS:
        return []
    found = []
    for length in range(1, len(parts) + 1):
        place = ROOT.joinpath(*parts[:length])
        candidates = (place / "__init__.py", place.with_suffix(".py"))
        found += [candidate for candidate in candidates if candidate.is_file()]
    return found


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
