"""Function files: each holds one function of the file's name, and is short."""

import ast
import sys
from collections import Counter
from pathlib import Path

import pytest

from infra.build import discovery
from infra.build.discovery import ROOT, Function
from shared.kernel.schemas import View, to_kebab_case

FILES = discovery.list_function_files()
MOST_LINES = 60
MOST_BODY_LINES = 12


def named(file: Path) -> str:
    """Domain and name."""
    return f"{file.parent.name}/{file.stem}"


def handler(file: Path) -> ast.AsyncFunctionDef:
    """The function that *file* is there for."""
    tree = ast.parse(file.read_text())
    found = [node for node in tree.body if isinstance(node, ast.AsyncFunctionDef) and node.name == file.stem]
    assert found, f"{named(file)} holds no async function of its name"
    return found[0]


def test_names_are_unique() -> None:
    """The cloud knows a function by its name alone, whatever its domain."""
    twice = [name for name, count in Counter(file.stem for file in FILES).items() if count > 1]

    assert twice == []


def test_every_function_is_found_by_its_file(functions: list[Function]) -> None:
    """The file's name is the function's name, its folder the domain."""
    by_file = {named(file) for file in FILES}

    assert {f"{one.spec.domain}/{one.spec.name}" for one in functions} == by_file


def test_every_domain_has_its_logic_in_shared(functions: list[Function]) -> None:
    """From a trigger to its logic is one step; the control center runs the others and has none of its own."""
    without = {one.spec.domain for one in functions if not (ROOT / "shared" / one.spec.domain).is_dir()}

    assert without <= {"control_center"}


@pytest.mark.parametrize("file", FILES, ids=named)
def test_a_module_defines_one_function(file: Path) -> None:
    """Beside its function a module has imports and request models; a helper belongs to a workflow or to the domain."""
    docstring, *statements = ast.parse(file.read_text()).body

    defined = [node for node in statements if not isinstance(node, ast.Import | ast.ImportFrom | ast.ClassDef)]

    assert isinstance(docstring, ast.Expr)
    assert [getattr(node, "name", ast.unparse(node)) for node in defined] == [file.stem]


def test_views_stand_in_schemas(functions: list[Function]) -> None:
    """Beside a function stands the model of its request only; what it returns belongs to a domain's schemas."""
    defined = [
        getattr(sys.modules[one.module], node.name)
        for one in functions
        for node in ast.parse(one.file.read_text()).body
        if isinstance(node, ast.ClassDef)
    ]

    assert defined
    assert [one.__qualname__ for one in defined if issubclass(one, View)] == []


@pytest.mark.parametrize("file", FILES, ids=named)
def test_short(file: Path) -> None:
    """A file is read without scrolling."""
    assert len(file.read_text().splitlines()) <= MOST_LINES


@pytest.mark.parametrize("file", FILES, ids=named)
def test_a_handler_tells_a_story(file: Path) -> None:
    """A docstring, then at most a dozen lines that catch nothing and decide nothing.

    Errors are answered by the runtime; decisions are a domain's rules, or a workflow's.
    """
    story = handler(file)

    assert ast.get_docstring(story)
    body = story.body[1:]
    assert body, "a story does something"
    assert (body[-1].end_lineno or 0) - body[0].lineno < MOST_BODY_LINES
    decisions = ast.Try | ast.TryStar | ast.If | ast.IfExp | ast.Match
    assert [node.lineno for node in ast.walk(story) if isinstance(node, decisions)] == []


def test_every_function_is_named_in_a_test() -> None:
    """Whoever adds a function adds a test that names it, as in Python or as in the cloud."""
    tests = [
        file.read_text()
        for file in (ROOT / "tests").rglob("*.py")
        if not file.is_relative_to(ROOT / "tests" / "collection")
    ]

    untested = [
        named(file)
        for file in FILES
        if not any(file.stem in text or to_kebab_case(file.stem) in text for text in tests)
    ]

    assert untested == []


_SPANNING = {
    "fill_documents": "brings the stored documents of any domain up to date",
    "get_dashboard": "counts experts, calls and sessions",
    "get_document_fill": "shows a fill of any domain",
    "get_settings": "shows the settings of every domain",
    "refresh_live_stats": "counts experts, calls and sessions",
    "list_audit_records": "lists acts on the documents of any domain",
    "relay_outbox": "sends the events and jobs of every domain",
    "run_document_fill": "starts a fill of any domain",
    "update_settings": "changes the settings of every domain",
}
"""Functions of the control center, each with the reason why no single domain can hold the function."""


def test_control_center_holds_only_what_spans_domains(functions: list[Function]) -> None:
    """What an admin does to one domain lives in that domain's folder; the control center has what spans all."""
    held = {one.spec.name for one in functions if one.spec.domain == "control_center"}

    assert held == _SPANNING.keys()


def test_functions_for_admins_alone_are_not_public(functions: list[Function]) -> None:
    """A function that only admins call is served by the control center's host, wherever its file is."""
    exposed = {one.spec.name: one.spec.exposure for one in functions if one.spec.who == ("admin",)}

    assert exposed
    assert set(exposed.values()) == {"control_center"}
