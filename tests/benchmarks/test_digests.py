"""Digests: what counts for a recording, and what does not."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from infra.build.discovery import ROOT
from tests.benchmarks import digests
from tests.cases import load_cases

Read = Callable[[str], tuple[str, ...]]

MODULE = '''
"""A module."""

from shared.orders import store
from shared.chat import store as chat

LIMIT = 3


def list_orders(reader):
    """List orders."""
    return reader.query(_query())


def _query():
    return store.first(LIMIT)


def list_rooms(reader):
    return chat.rooms()
'''
HOOKED = """class Base:
    def __init_subclass__(cls):
        register(cls)


class Child(Base):
    pass
"""


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Reads a module from its text, and says what `list_orders` depends on."""
    monkeypatch.setattr(digests, "ROOT", tmp_path)

    def read_text(text: str) -> tuple[str, ...]:
        (tmp_path / "shared").mkdir(exist_ok=True)
        file = tmp_path / "shared" / "module.py"
        file.write_text(text)
        digests._read_module.cache_clear()
        module = digests._read_module(file)
        names = digests._find_reachable_names([file], {"list_orders"})
        return (module.digest, *digests._digests_that_count(module, names))

    return read_text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"""List orders."""', '"""List the orders."""'),
        ('"""A module."""', '"""A module of orders."""'),
        ("LIMIT = 3", 'LIMIT = 3\n"""As `list_rooms` has a limit."""'),
        ("def _query():", "# Why.\n\n\ndef _query():"),
        ("return chat.rooms()", "return chat.rooms(1)"),
        ("def list_rooms(", "def list_groups(reader):\n    return reader.get()\n\n\ndef list_rooms("),
        ("import store as chat", "import groups as chat"),
    ],
)
def test_what_changes_nothing(read: Read, old: str, new: str) -> None:
    """Words for people, and definitions that nothing names, leave a recording true."""
    assert read(MODULE.replace(old, new)) == read(MODULE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("LIMIT = 3", "LIMIT = 4"),
        ("return store.first(LIMIT)", "return store.last(LIMIT)"),
        ("return reader.query(_query())", "return reader.query(_query(), 1)"),
        ("from shared.orders import store", "from shared.tickets import store"),
        ("LIMIT = 3", "LIMIT = 3\nstart()"),
        ("def _query():", "@register\ndef another():\n    pass\n\n\ndef _query():"),
        ("return chat.rooms()", "return Base.__subclasses__()"),
        ("def list_rooms(", f"{HOOKED}\n\ndef list_rooms("),
        ("return reader.query(_query())", 'return getattr(reader, "list_rooms")'),
    ],
)
def test_what_may_change_something(read: Read, old: str, new: str) -> None:
    """A change of what is run, when the function runs or when its module is imported, makes a recording stale."""
    assert read(MODULE.replace(old, new)) != read(MODULE)


def test_an_import_counts_for_its_own_module_only() -> None:
    """What other code names does not make an import count that nothing in its own module uses."""
    module = ast.parse("from shared.kernel.paging import list_rows\n\n\ndef list_groups():\n    return list_rows()")
    named = {"list_rows", "list_orders"}

    unused = digests._digests_that_count(digests._parse_module(module, holds_cases=False), named)
    used = digests._digests_that_count(digests._parse_module(module, holds_cases=False), named | {"list_groups"})

    assert (len(unused), len(used)) == (0, 2)


def test_a_file_of_which_nothing_counts_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new import may bring a file that no counting code uses; the digest stays as it is."""
    case = load_cases()["get_order"]
    digest = digests.compute_digest(case, ["get_order"], [])
    closure = digests._test_closure(case.file)
    reached = closure.union(digests._shipped_code("get_order"))
    unused = next(file for file in sorted((ROOT / "shared").rglob("*.py")) if file not in reached)

    monkeypatch.setattr(digests, "_test_closure", lambda file: closure | {unused})

    assert digests.compute_digest(case, ["get_order"], []) == digest


def test_a_recording_depends_on_the_functions_that_ran() -> None:
    """Another function that arranges the world, or another that hears an event, is another recording."""
    case = load_cases()["get_order"]

    digest = digests.compute_digest(case, ["get_order"], [])

    assert digest == digests.compute_digest(case, ["get_order"], [])
    assert digest != digests.compute_digest(case, ["create_ticket_order", "get_order"], [])
    assert digest != digests.compute_digest(case, ["get_order"], ["OrderPaid"])
    assert digest != digests.compute_digest(load_cases()["list_rooms"], ["get_order"], [])
