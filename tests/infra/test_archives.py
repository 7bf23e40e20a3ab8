"""Archives of functions: each is complete, and changes only when its content does."""

import ast
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from emulators.demo.expectations import POLL_TIMEOUT
from infra.build import archives, discovery
from infra.build.archives import Archive
from infra.build.discovery import ROOT, BuildError, Function

SOURCES = ("functions", "shared", "requirements.txt")
LATE = "shared/runtime/gateways.py"


@pytest.fixture(scope="module")
def functions() -> dict[str, Function]:
    """Every function, by its name in the cloud."""
    return {function.spec.cloud_name: function for function in discovery.collect_functions()}


@pytest.fixture(scope="module")
def built(functions: dict[str, Function]) -> dict[str, Archive]:
    """The archive of every function."""
    return {archive.function: archive for archive in archives.build_archives(functions.values())}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The same sources in another place, with times, modes and leftovers of their own."""
    for name in SOURCES:
        place = ROOT / name
        if place.is_dir():
            shutil.copytree(place, tmp_path / name, copy_function=shutil.copyfile)
        else:
            shutil.copyfile(place, tmp_path / name)
    (tmp_path / "shared" / "notifications" / ".DS_Store").write_bytes(b"left by a desktop")
    for file in tmp_path.rglob("*.py"):
        os.utime(file, (1_000_000_000, 1_000_000_000))
    return tmp_path


def paths(archive: Archive) -> set[str]:
    """What is in it, as an unzipper sees it."""
    with zipfile.ZipFile(io.BytesIO(archive.data)) as opened:
        return set(opened.namelist())


@cache
def imported(text: bytes, without: frozenset[str] = frozenset()) -> frozenset[str]:
    """Every module of ours that this code imports while it runs, but for methods that nobody calls.

    Of `from a import b`, `a` is one, and `a.b` may be.
    """
    names: list[str] = []
    for node in _run(ast.parse(text), without):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}?" for alias in node.names)]
    return frozenset(name for name in names if name.partition(".")[0] in ("functions", "shared"))


def _run(node: ast.AST, without: frozenset[str]) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        for_types = isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"
        if not for_types and not (isinstance(child, ast.FunctionDef) and child.name in without):
            yield child
            yield from _run(child, without)


def missing(archive: Archive, declared: tuple[str, ...]) -> set[str]:
    """The modules of ours that the archive's code imports, and that are in the project but not in the archive."""
    code = {path: text for path, text in archive.files.items() if path.endswith(".py")}
    asked = {name for text in code.values() for name in re.findall(r"(?<!shared\.)gateways\.(\w+)", text.decode())}
    properties = re.findall(r"@cached_property\n    def (\w+)", code[LATE].decode())
    unused = frozenset(properties) - asked - {*declared}
    found = set()
    for path, text in code.items():
        for name in imported(text, unused if path == LATE else frozenset()):
            places = [f"{name.rstrip('?').replace('.', '/')}{end}" for end in (".py", "/__init__.py")]
            there = not name.endswith("?") or any((ROOT / place).exists() for place in places)
            if there and not any(place in code for place in places):
                found.add(f"{name} of {path}")
    return found


def test_every_function_has_an_archive_with_its_entry(
    functions: dict[str, Function], built: dict[str, Archive]
) -> None:
    """At its root is what functions-framework loads, and which packages it needs; its name holds its hash."""
    for name, function in functions.items():
        inside = paths(built[name])

        own = function.file.relative_to(ROOT)
        assert {"main.py", "requirements.txt", "functions/main.py", str(own), str(own.parent / "__init__.py")} <= inside
        assert f"import {function.spec.name}\n" in built[name].files["main.py"].decode()
        assert built[name].name == f"{name}-{built[name].sha256[:16]}.zip"
        assert [path for path in inside if path.startswith("functions/") and path.count("/") == 2] == [
            path for path in inside if path in (str(own), str(own.parent / "__init__.py"))
        ]


def test_no_archive_lacks_anything_of_ours(functions: dict[str, Function], built: dict[str, Archive]) -> None:
    """What its code imports, at the top or later, is in it; only gateways that it never asks for are not."""
    lacking = {name: missing(archive, functions[name].spec.gateways) for name, archive in built.items()}

    assert {name: modules for name, modules in lacking.items() if modules} == {}


def test_a_module_that_is_not_packed_is_noticed(functions: dict[str, Function], built: dict[str, Archive]) -> None:
    """The test above fails when something is left out: a module imported late, a gateway that is declared."""
    for left_out in ("shared/gateways/firestore/unit_of_work.py", "shared/gateways/xendit/__init__.py"):
        files = {path: text for path, text in built["pay-order"].files.items() if path != left_out}

        assert missing(Archive("pay-order", files), functions["pay-order"].spec.gateways)


def test_nobody_carries_what_they_never_ask_for(built: dict[str, Archive]) -> None:
    """Who reads an order has neither the payment provider nor mail, nor anybody else's domain."""
    inside = paths(built["get-order"])

    assert not [path for path in inside if "xendit" in path or "sendgrid" in path or "templates" in path]
    assert not [path for path in inside if path.startswith(("shared/chat", "shared/tickets", "tests", "infra"))]


def test_files_that_are_not_code_go_along(built: dict[str, Archive]) -> None:
    """Each template, font or rule in the project is in the archive of somebody, and of those who mail all templates."""
    kept = {
        path.relative_to(ROOT).as_posix()
        for top in ("functions", "shared")
        for path in (ROOT / top).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix not in (".py", ".md")
    }
    templates = {path for path in kept if "/templates/" in path}

    assert kept <= set().union(*(archive.files for archive in built.values()))
    assert templates <= paths(built["send-email"])


def test_only_what_contains_a_change_changes(
    built: dict[str, Archive], functions: dict[str, Function], checkout: Path
) -> None:
    """In another checkout every archive is the same byte for byte, but those that contain the file that was changed."""
    changed = "shared/tickets/rules.py"
    with (checkout / changed).open("a") as file:
        file.write("\n# A thought.\n")

    again = {archive.function: archive for archive in archives.build_archives(functions.values(), checkout)}

    other = {name for name, archive in again.items() if archive.data != built[name].data}
    assert other == {name for name, archive in built.items() if changed in archive.files}
    assert 10 < len(other) < len(built) / 2


def test_a_new_lock_changes_those_that_need_the_package(
    built: dict[str, Archive], functions: dict[str, Function], checkout: Path
) -> None:
    """A package that a function does not need can be renewed without it."""
    lock = checkout / "requirements.txt"
    lock.write_text(re.sub(r"(?m)(^boto3==.*\n    --hash=sha256:)\w", r"\g<1>0", lock.read_text()))
    some = [functions[name] for name in ("get-order", "attach-product-file")]

    same, renewed = archives.build_archives(some, checkout)

    assert same.name == built["get-order"].name
    assert renewed.name != built["attach-product-file"].name


def test_another_process_makes_the_same_bytes(built: dict[str, Archive], tmp_path: Path) -> None:
    """The command, with another hash seed, zone and mask, writes the same archives and a list of them."""
    names = ["email-tickets", "request-pairing"]
    command = [sys.executable, "-m", "infra.build", "archives", "--out", str(tmp_path), *names]
    environment = {"PYTHONHASHSEED": "7", "TZ": "Asia/Jakarta"}

    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        umask=0o077,
        capture_output=True,
        text=True,
        check=False,
        timeout=POLL_TIMEOUT,
    )

    assert done.returncode == 0, done.stderr
    listed = json.loads((tmp_path / "archives.json").read_text())
    assert listed == {name: {"file": built[name].name, "sha256": built[name].sha256} for name in names}
    for name in names:
        assert (tmp_path / built[name].name).read_bytes() == built[name].data


def test_one_function_is_packed_beside_the_others(functions: dict[str, Function], tmp_path: Path) -> None:
    """Who packs one again keeps the others in the list, and leaves no earlier archive of it behind."""
    some = [functions["get-order"], functions["pay-order"]]
    archives.write_archives(some, tmp_path)
    earlier = tmp_path / f"get-order-{'0' * 16}.zip"
    earlier.write_bytes(b"as it was")

    archives.write_archives(some, tmp_path, ["get-order"])

    assert json.loads((tmp_path / "archives.json").read_text()).keys() == {"get-order", "pay-order"}
    assert len(list(tmp_path.glob("*.zip"))) == 2
    assert not earlier.exists()


def test_an_unknown_function_is_named(functions: dict[str, Function], tmp_path: Path) -> None:
    """Nothing is packed when a name is misspelt."""
    with pytest.raises(BuildError, match="get-ordr"):
        archives.write_archives(list(functions.values()), tmp_path, ["get-ordr"])

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("import importlib\nimportlib.import_module('shared.' + __name__)", "shared/orders/rules.py"),
        ("import hypothesis", "hypothesis"),
        ("import google.cloud.bigquery", "google.cloud.bigquery"),
    ],
)
def test_what_cannot_be_packed_stops_the_build(
    functions: dict[str, Function], checkout: Path, line: str, named: str
) -> None:
    """A module whose name is made while it runs, or whose package is not in the lock, is told by name."""
    with (checkout / "shared" / "orders" / "rules.py").open("a") as file:
        file.write(f"\n{line}\n")

    with pytest.raises(BuildError, match=named):
        list(archives.build_archives([functions["pay-order"]], checkout))
