"""Completeness of all functions, and of the files that `make new` writes for a new one."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from emulators.demo.expectations import POLL_TIMEOUT
from infra.build import scaffold
from infra.build.discovery import ROOT, BuildError, list_function_files
from tests import cases, completeness
from tests.benchmarks.recordings import load_recordings

NEW = {
    "orders/get_order_history": "get",
    "orders/list_our_purchases": "list",
    "orders/reopen_order": "post",
    "orders/receive_xendit_dispute": "webhook",
    "orders/thank_buyer_when_order_paid": "on",
    "chat/delete_drafts": "task",
    "chat/delete_old_drafts": "schedule",
}


def run_in(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a module of the project at *root*."""
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=root, capture_output=True, text=True, check=False, timeout=POLL_TIMEOUT
    )


def test_nothing_is_missing() -> None:
    """Every function has its case, test, docstring, example and row, and what is generated is fresh."""
    assert completeness.render_gaps(completeness.find_gaps()) == ""


@pytest.mark.slow
def test_new_functions_lack_what_their_author_knows(tmp_path: Path) -> None:
    """Each kind is written to its files, passes the linter and the types, and each place to fill in is named."""
    for folder in ("functions", "shared", "emulators", "infra", "tests"):
        ignored = shutil.ignore_patterns("__pycache__", ".terraform", ".build", "node_modules")
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignored)
    for file in ("pyproject.toml", "requirements.txt"):
        shutil.copy(ROOT / file, tmp_path)

    written = {place: run_in(tmp_path, "infra.build.scaffold", place, kind) for place, kind in NEW.items()}
    told = run_in(tmp_path, "tests.completeness")
    files = sorted({line.removeprefix("wrote ") for one in written.values() for line in one.stdout.splitlines()[:-1]})
    checks = [
        run_in(tmp_path, *check, *files) for check in (("ruff", "check"), ("ruff", "format", "--check"), ("mypy",))
    ]

    assert {place: one.stderr for place, one in written.items() if one.returncode} == {}
    assert [check.stdout for check in checks if check.returncode] == []
    assert told.returncode == 1
    for place, one in written.items():
        domain, _, name = place.partition("/")
        own = [f"functions/{place}.py", f"tests/{domain}/test_{name}.py", f"tests/{domain}/cases.py"]
        lines = told.stderr.partition(f"\n{name}:\n")[2] or told.stderr
        assert [file for file in own if f"wrote {file}" not in one.stdout or f"  {file}:" not in lines] == []
        assert f"  {own[0]}:1: {scaffold.MARK}" in lines
        assert "  tests/benchmarks/cost.md: no row" in lines


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("orders/list", "get"),
        ("no_domain/list_my_orders", "get"),
        ("orders/get_order", "get"),
        ("orders/list_my_orders", "put"),
        ("orders/xendit_dispute", "webhook"),
        ("orders/thank_buyer_when_nothing_happened", "on"),
        ("orders/thank_buyer", "on"),
    ],
)
def test_what_cannot_be_a_function_is_refused(tmp_path: Path, place: str, kind: str) -> None:
    """A name that breaks a rule is refused before anything is written."""
    (tmp_path / "functions" / "orders").mkdir(parents=True)
    (tmp_path / "functions" / "orders" / "__init__.py").touch()

    with pytest.raises(BuildError):
        scaffold.write_function(place, kind, root=tmp_path)

    assert [file.name for file in tmp_path.rglob("*.py")] == ["__init__.py"]


def test_a_view_that_exists_is_used(tmp_path: Path) -> None:
    """A function may answer with a view of its domain; no second view is written, and a misspelt name is refused."""
    for folder in ("functions/orders", "shared/orders", "tests/orders"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))

    with pytest.raises(BuildError, match="OrdersView"):
        scaffold.write_function("orders/list_our_purchases", "list", view="OrdersView", root=tmp_path)
    with pytest.raises(BuildError, match="OrderView"):
        scaffold.write_function("orders/purge_order_drafts", "task", view="OrderView", root=tmp_path)
    assert (tmp_path / "shared/orders/store.py").read_text() == (ROOT / "shared/orders/store.py").read_text()
    scaffold.write_function("orders/list_our_orders", "list", view="OrderView", root=tmp_path)

    written = (tmp_path / "functions/orders/list_our_orders.py").read_text()
    assert "from shared.orders.schemas import OrderView\n" in written
    assert "-> Page[OrderView]:" in written
    schemas = "shared/orders/schemas.py"
    assert (tmp_path / schemas).read_text() == (ROOT / schemas).read_text()


def test_paged_functions_lack_their_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each function that takes a cursor has rows to list, and no other has."""
    monkeypatch.setattr(cases, "load_paged_rows", dict)

    gaps = {gap.about: gap.text for gap in completeness.find_gaps()}

    assert gaps["list_my_bookings"] == 'no @paged_rows("list_my_bookings", id=…, person=…)'
    assert "get_order" not in gaps
    monkeypatch.setattr(cases, "load_paged_rows", lambda: {"get_order": None})
    assert completeness.Gap("get_order", "tests/orders/cases.py", "has paged rows, but takes no cursor") in (
        completeness.find_gaps()
    )


def test_cases_that_cannot_be_imported_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the cases nothing else can be compared, so that only their fault is told."""
    monkeypatch.setattr(cases, "list_case_files", lambda: [ROOT / "tests/orders/no_cases.py"])

    gaps = completeness.find_gaps()

    assert [(gap.about, gap.file) for gap in gaps] == [("cases", "tests/orders/no_cases.py")]
    assert "cannot be imported: No module named" in gaps[0].text


def test_gaps_of_a_function_stand_together() -> None:
    """The list is read from top to bottom, one function after the other."""
    gaps = [completeness.Gap("get_order", "tests/orders/cases.py", "no case"), completeness.Gap("get_order", "f", "g")]

    assert completeness.render_gaps(gaps) == "get_order:\n  tests/orders/cases.py: no case\n  f: g"


def test_every_function_is_recorded() -> None:
    """The cost table has a row for each function."""
    assert load_recordings().keys() == {file.stem for file in list_function_files()}
