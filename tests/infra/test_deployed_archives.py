"""Deployed archives: unpacked into an empty folder, each imports and answers with its own packages."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from emulators.demo.expectations import POLL_TIMEOUT
from infra.build import archives, discovery, font_files, manifest
from infra.build.archives import Archive
from infra.build.discovery import Function
from infra.build.manifest_schema import FunctionEntry
from tests.infra.deployed_archive import (
    DeployedArchive,
    PackageIndexUnreachable,
    build_function_environment,
    install_requirements,
    link_requirements,
    serve_archive,
    unpack_archive,
)

SERVED = {
    "request-pairing": "POST",
    "download-invoice": "GET",
    "receive-xendit-invoice": "POST",
    "number-invoice-when-order-paid": "POST",
    "send-email": "POST",
    "relay-outbox": "POST",
}
"""One with payments, one that makes a PDF; a webhook, an event, a task that mails pictures, a schedule."""

# Imports everything, in a process that sees nothing but the archive's files, what they require, and Python itself.
CHILD = """
import importlib, json, sys

site, folder, modules, others = json.load(sys.stdin)
sys.path = [path for path in sys.path if "site-packages" not in path] + [site, folder]
lacking = []
for name in modules:
    module = importlib.import_module(name)
    getattr(module, "import_sdk", lambda: None)()
for name in others:
    holder, _, attribute = name.rpartition(".")
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name or not hasattr(sys.modules.get(holder), attribute):
            lacking.append(f"{name}: {error}")
print(json.dumps(lacking))
"""

Built = dict[str, Archive]


@pytest.fixture(scope="module")
def functions() -> list[Function]:
    """Every function."""
    return discovery.collect_functions()


@pytest.fixture(scope="module")
def entries(functions: list[Function]) -> dict[str, FunctionEntry]:
    """What the manifest says of each."""
    return manifest.build_manifest(functions).functions


@pytest.fixture(scope="module")
def built(functions: list[Function]) -> Built:
    """The archive of every function."""
    return {archive.function: archive for archive in archives.build_archives(functions)}


@pytest.fixture(scope="module")
def shipped(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], DeployedArchive]:
    """Unpacks the archive of a function, and installs what it requires; once for all that require the same."""
    pythons: dict[bytes, Path] = {}

    def ship(name: str) -> DeployedArchive:
        folder = unpack_archive(built[name], tmp_path_factory.mktemp(name))
        wanted = built[name].files["requirements.txt"]
        if wanted not in pythons:
            try:
                pythons[wanted] = install_requirements(
                    folder / "requirements.txt", tmp_path_factory.mktemp("python") / "venv"
                )
            except PackageIndexUnreachable as why:
                pytest.skip(f"the package index can't be reached from here: {why}")
        return DeployedArchive(folder, pythons[wanted])

    return ship


def packages(archive: Archive) -> set[str]:
    """The names that its requirements.txt pins."""
    return set(re.findall(r"(?m)^([a-z0-9-]+)==", archive.files["requirements.txt"].decode()))


@cache
def foreign(text: bytes) -> frozenset[str]:
    """Every module of others that this code imports, at the top or later; of `from a import b`, `a` and `a.b`."""
    return frozenset(_walk_imports(text))


def _walk_imports(text: bytes) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        yield from (name for name in names if name.partition(".")[0] not in ("functions", "shared"))


def test_what_serves_a_function_is_in_every_archive(built: Built) -> None:
    """functions-framework and the table of time zones; development's packages in none."""
    for archive in built.values():
        assert {"functions-framework", "uvicorn-worker", "uvloop", "httptools", "tzdata"} <= packages(archive)
        assert not {"pytest", "hypothesis", "moto", "uv"} & packages(archive)


def test_packages_are_those_of_the_lock_and_few(built: Built) -> None:
    """Each pin has its hashes, and nobody installs what only others need."""
    for archive in built.values():
        text = archive.files["requirements.txt"].decode()
        assert text.count("==") == len(packages(archive)) <= text.count("--hash=sha256:")

    assert "boto3" in packages(built["attach-product-file"])
    assert not {"boto3", "fpdf2", "pillow", "sendgrid", "twilio", "xendit-python"} & packages(built["get-order"])


def test_fonts_travel_with_those_who_print(built: Built, entries: dict[str, FunctionEntry]) -> None:
    """All fonts with their licences in the archive of a function that draws PDFs, none in any other."""
    fonts = {
        path.relative_to(discovery.ROOT).as_posix() for path in font_files.FOLDER.iterdir() if path.suffix != ".md"
    }

    for name, archive in built.items():
        assert fonts & archive.files.keys() == (fonts if "paper" in entries[name].gateways else set()), name

    assert "paper" in entries["download-invoice"].gateways
    assert "uharfbuzz" in packages(built["download-invoice"])


@pytest.mark.emulator
@pytest.mark.slow
def test_requirements_are_enough(built: Built, tmp_path: Path) -> None:
    """For each set of packages, all code that requires it imports, and warms its vendors, with nothing else around."""
    groups: dict[str, list[Archive]] = defaultdict(list)
    for archive in built.values():
        groups[archive.files["requirements.txt"].decode()].append(archive)
    lacking = {}
    for requirements, members in sorted(groups.items()):
        # Every group has the same paths in its turn, so that each file is compiled once.
        for place in ("site", "code"):
            shutil.rmtree(tmp_path / place, ignore_errors=True)
        site = link_requirements(requirements, tmp_path / "site")
        folder = tmp_path / "code"
        for archive in members:
            unpack_archive(archive, folder)
        for path in folder.rglob("*.py"):
            os.utime(path, (0, 0))
        files = {path: text for archive in members for path, text in archive.files.items() if path != "main.py"}
        code = {path: text for path, text in files.items() if path.endswith(".py")}
        modules = sorted(path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in code)
        others = sorted({name for text in code.values() for name in foreign(text)})

        child = subprocess.run(
            [sys.executable, "-I", "-X", f"pycache_prefix={tmp_path / 'compiled'}", "-c", CHILD],
            input=json.dumps([str(site), str(folder), modules, others]),
            env={},
            capture_output=True,
            text=True,
            timeout=POLL_TIMEOUT,
            check=False,
        )

        lacking[members[0].function] = child.stderr or json.loads(child.stdout)
    assert {name: told for name, told in lacking.items() if told} == {}
    assert len(lacking) > 5


@pytest.mark.emulator
@pytest.mark.slow
@pytest.mark.parametrize(("name", "method"), SERVED.items())
def test_a_shipped_function_answers(
    name: str,
    method: str,
    entries: dict[str, FunctionEntry],
    shipped: Callable[[str], DeployedArchive],
    tmp_path: Path,
) -> None:
    """Unpacked into nothing, with its own packages and what Terraform gives it, it turns a stranger away properly."""
    place = shipped(name)

    with serve_archive(place, build_function_environment(entries[name]), tmp_path / "log") as client:
        answer = client.request(method, "/", json={} if method == "POST" else None)

    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "unauthenticated"
    assert answer.headers["x-request-id"] == answer.json()["request_id"]
    assert f"{name} 401" in (tmp_path / "log").read_text()


@pytest.mark.emulator
@pytest.mark.slow
def test_a_host_that_knows_nothing_of_async_serves_it_too(
    entries: dict[str, FunctionEntry], shipped: Callable[[str], DeployedArchive], tmp_path: Path
) -> None:
    """The archive itself says that its function is async."""
    place = shipped("relay-outbox")
    given = build_function_environment(entries["relay-outbox"])
    del given["FUNCTION_USE_ASGI"]

    with serve_archive(place, given, tmp_path / "log") as client:
        answer = client.post("/")

    assert answer.status_code == 401
    assert answer.headers["server"] == "uvicorn"


@pytest.mark.emulator
@pytest.mark.slow
def test_without_its_environment_it_does_not_start(
    entries: dict[str, FunctionEntry], shipped: Callable[[str], DeployedArchive], tmp_path: Path
) -> None:
    """What Terraform forgets is named by an instance that refuses to start, and not found out by a customer."""
    place = shipped("relay-outbox")
    given = build_function_environment(entries["relay-outbox"])
    del given["FUNCTION_URL"]

    with pytest.raises(AssertionError, match="FUNCTION_URL"), serve_archive(place, given, tmp_path / "log"):
        pass
