"""The guides: the places that they name are there."""

import ast
import re

import pytest

from infra.build.discovery import ROOT

GUIDES = sorted((ROOT / "docs").rglob("*.md"))
_PLACE = re.compile(r"`((?:functions|shared|infra|emulators|tests)/[\w/.-]+\.py):([\w.]+)`")


def has_symbol(tree: ast.Module, symbol: str) -> bool:
    """Tell whether a module defines *symbol*, a function, a class, a constant, or `Class.method`."""
    body: list[ast.stmt] = tree.body
    for name in symbol.split("."):
        found = [node for node in body if name in _names(node)]
        if not found:
            return False
        body = getattr(found[0], "body", [])
    return True


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_place_in_a_guide_exists(guide: str) -> None:
    """A reader who follows `file:symbol` arrives."""
    places = _PLACE.findall((ROOT / guide).read_text())

    lost = [
        f"{path}:{symbol}"
        for path, symbol in places
        if not (ROOT / path).is_file() or not has_symbol(ast.parse((ROOT / path).read_text()), symbol)
    ]

    assert lost == []


def test_the_life_of_a_request_names_places() -> None:
    """The test above would pass on a guide without places."""
    assert len(_PLACE.findall((ROOT / "docs" / "life-of-a-request.md").read_text())) > 20
