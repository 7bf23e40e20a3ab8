"""Static analysis of a function's code: its files, packages, the types that it sends, the gateways that it asks for."""

import ast
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from infra.build.discovery import ROOT, BuildError

_OURS = ("functions", "shared")
# A gateway is imported when it is first used, by the property of its name: who never asks for it needs no file of it.
GATEWAYS = Path("shared/runtime/gateways.py")
# The two places that import what no import statement names: the one function, and the gateways that it declares.
_BY_NAME = (GATEWAYS, Path("functions/main.py"))


@dataclass(frozen=True, slots=True)
class SourceFile:
    """Facts about one source file.

    Attributes:
        foreign: Modules of other packages that the file imports.
        asked: Gateways that the file names.
        packages: Packages of the project that the file names in order to read their data files.
        behind: Imports of each gateway's property.
    """

    file: Path
    imports: tuple[Path, ...]
    foreign: tuple[str, ...]
    calls: frozenset[str]
    asked: frozenset[str]
    packages: tuple[Path, ...]
    behind: tuple[tuple[str, tuple[Path, ...]], ...]
    reads_beside: bool


def find_import_closure(file: Path, root: Path = ROOT, *, gateways: Collection[str] | None = None) -> list[SourceFile]:
    """Find `file` and every file of the project that it imports, also inside functions and through other files.

    Args:
        file: File to begin with.
        root: The project's folder.
        gateways: Names of the gateways whose files are included, beside those that the found files name; all if None.
    """
    wanted = None if gateways is None else frozenset(gateways)
    while True:
        reached = _reached(file, root, wanted)
        named = frozenset(gateway for one in reached for gateway in one.asked)
        if wanted is None or named <= wanted:
            return reached
        wanted |= named


def _reached(file: Path, root: Path, gateways: frozenset[str] | None) -> list[SourceFile]:
    reached: dict[Path, SourceFile] = {}
    waiting = [file]
    while waiting:
        next_file = waiting.pop()
        if next_file not in reached:
            reached[next_file] = found = read_source(next_file, root)
            waiting += found.imports
            waiting += [path for name, paths in found.behind if gateways is None or name in gateways for path in paths]
    return [reached[path] for path in sorted(reached)]


def find_sent_types(file: Path, names: Iterable[str]) -> list[str]:
    """List which of `names` (events, jobs) the code behind `file` creates and can therefore send.

    A function that relays the outbox can send all of them.
    """
    if "sweep_outbox" in read_source(file).calls:
        return sorted(names)
    made = frozenset[str]().union(*(one.calls for one in find_import_closure(file)))
    return sorted(made.intersection(names))


@cache
def read_source(file: Path, root: Path = ROOT) -> SourceFile:
    """Read a file of the project at `root`."""
    tree = ast.parse(file.read_text(encoding="utf-8"), str(file))
    place = file.relative_to(root)
    left_out = {id(node) for block in ast.walk(tree) if _is_for_types(block) for node in ast.walk(block)}
    behind = tuple(_imports_of_gateways(tree, root)) if place == GATEWAYS else ()
    left_out |= {id(node) for method in _properties(tree) for node in ast.walk(method)} if behind else set()
    nodes = [node for node in ast.walk(tree) if id(node) not in left_out]
    names = [name for node in nodes for name in _imported(node)]
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    called = frozenset(_called(call.func) for call in calls)
    if place not in _BY_NAME and called & {"import_module", "__import__"}:
        raise BuildError(f"{place}: imports by a name that is made while it runs, so nobody can tell what it needs")
    packages = tuple(dict.fromkeys(path for call in calls for path in _packages(call, root)))
    ours = (*(path for name in names for path in _files(name, root)), *(each / "__init__.py" for each in packages))
    return SourceFile(
        file=file,
        imports=tuple(dict.fromkeys(ours)),
        foreign=tuple(dict.fromkeys(name for name in names if name.partition(".")[0] not in _OURS)),
        calls=called,
        asked=frozenset(_find_gateways(tree)),
        packages=packages,
        behind=behind,
        reads_beside=any(isinstance(node, ast.Name) and node.id in ("__file__", "__package__") for node in nodes),
    )


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def _files(name: str, root: Path) -> list[Path]:
    """List the files that an import of a module runs: the packages on the way, and the module."""
    parts = name.split(".")
    if parts[0] not in _OURS:
        return []
    found = []
    for length in range(1, len(parts) + 1):
        place = root.joinpath(*parts[:length])
        candidates = (place / "__init__.py", place.with_suffix(".py"))
        found += [candidate for candidate in candidates if candidate.is_file()]
    return found


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _properties(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for holder in tree.body:
        if isinstance(holder, ast.ClassDef):
            for node in holder.body:
                if isinstance(node, ast.FunctionDef) and any(
                    _called(one) == "cached_property" for one in node.decorator_list
                ):
                    yield node


def _imports_of_gateways(tree: ast.Module, root: Path) -> Iterator[tuple[str, tuple[Path, ...]]]:
    """List what each gateway's property imports, and the module that its warm-up imports."""
    warmed = _find_warm_up_module(tree)
    for method in _properties(tree):
        names = [name for node in ast.walk(method) for name in _imported(node)]
        names.append(f"shared.gateways.{warmed[method.name]}")
        yield method.name, tuple(dict.fromkeys(path for name in names for path in _files(name, root)))


def _find_warm_up_module(tree: ast.Module) -> dict[str, str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and [_called(target) for target in node.targets] == ["_MODULES"]:
            modules: dict[str, str] = ast.literal_eval(node.value)
            return modules
    raise BuildError(f"{GATEWAYS}: _MODULES, the module of each gateway, is not there")


def _find_gateways(tree: ast.Module) -> Iterator[str]:
    """Find each `….gateways.<gateway>`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and _called(node.value) == "gateways":
            yield node.attr


def _packages(call: ast.Call, root: Path) -> Iterator[Path]:
    for given in call.args:
        if isinstance(given, ast.Constant) and isinstance(given.value, str) and given.value.startswith("shared."):
            folder = root.joinpath(*given.value.split("."))
            if (folder / "__init__.py").is_file():
                yield folder
