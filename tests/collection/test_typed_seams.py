"""Typed seams between domains: mypy can follow every value from one domain to the other."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.build.discovery import ROOT

CARRIERS = ("runtime", "gateways", "kernel")
"""These define the ports that take a ref of any model."""


def _modules() -> Iterator[Path]:
    for folder in ("functions", "shared"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            place = file.relative_to(ROOT)
            if place.parts[1] not in CARRIERS:
                yield place


def _domain_modules() -> Iterator[Path]:
    return (
        place for place in _modules() if place.parts[0] == "shared" and place.parts[1] not in ("contracts", "workflows")
    )


def _imported_names(place: Path) -> set[str]:
    tree = ast.parse((ROOT / place).read_text())
    return {name.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for name in node.names}


@pytest.mark.parametrize("place", list(_modules()), ids=str)
def test_every_ref_says_what_it_leads_to(place: Path) -> None:
    """
    A document is read as its model: `Ref[Any]`, `Query[Any]` and lists of unlike refs would hide it from mypy.
    """
    loose = [
        f"{place}:{node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(ast.parse((ROOT / place).read_text()))
        if isinstance(node, ast.Subscript)
        and ast.unparse(node) in ("Ref[Any]", "Query[Any]", "VersionedRef[Any]", "Wanted[Any]", "Refs[Any]")
    ]

    assert loose == []


def test_domains_mirror_no_other_domain() -> None:
    """
    A domain takes another's data as a contract, not as a protocol of its own; only what vendors must do is a protocol.
    """
    mirrors = [
        str(place) for place in _domain_modules() if place.name != "ports.py" and "Protocol" in _imported_names(place)
    ]

    assert mirrors == []


def test_domains_are_given_values_and_not_callbacks() -> None:
    """
    A workflow asks one domain and tells the other the answer, so a domain takes no function of another's.
    """
    callbacks = [str(place) for place in _domain_modules() if "Callable" in _imported_names(place)]

    assert callbacks == []
