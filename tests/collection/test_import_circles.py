"""No import circles: the modules of a package can be read from the bottom to the top."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from infra.build.discovery import ROOT


def _packages() -> list[Path]:
    folders = [*(ROOT / "shared").rglob("*"), *(ROOT / "functions").rglob("*"), *(ROOT / "infra" / "build").rglob("*")]
    return sorted(
        folder
        for folder in [*folders, ROOT / "infra" / "build"]
        if folder.is_dir() and (folder / "__init__.py").is_file()
    )


def _imported_modules(tree: ast.Module) -> Iterator[str]:
    """All names that any import statement may load, in functions and for the type checker too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _import_graph(files: dict[str, str]) -> dict[str, set[str]]:
    """Modules of one package by name, each with those that it imports, given their sources."""
    return {
        name: {found for found in _imported_modules(ast.parse(source)) if found in files and found != name}
        for name, source in files.items()
    }


def _sources(package: Path) -> dict[str, str]:
    return {
        ".".join(file.relative_to(ROOT).with_suffix("").parts): file.read_text(encoding="utf-8")
        for file in package.glob("*.py")
        if file.name != "__init__.py"
    }


def _find_circle(graph: dict[str, set[str]]) -> list[str]:
    """Names on one circle of `graph`, the first of them twice; empty without a circle."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return circle
    return []


@pytest.mark.parametrize("package", _packages(), ids=lambda folder: ".".join(folder.relative_to(ROOT).parts))
def test_package_has_no_import_circle(package: Path) -> None:
    """No module of a package imports itself through another, not even inside of a function or for types only."""
    graph = _import_graph(_sources(package))

    assert _find_circle(graph) == []


def test_late_imports_count() -> None:
    """An import inside of a function closes a circle as one at the top does."""
    sources = {
        "p.upper": "from p import lower\n",
        "p.lower": "def use():\n    from p.upper import thing\n    return thing\n",
    }

    circle = _find_circle(_import_graph(sources))

    assert set(circle) == {"p.upper", "p.lower"}
