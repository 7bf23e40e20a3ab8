"""Deployment archives: for each function the code that it reaches, and the packages that this code needs.

The same sources give the same bytes on every machine: names are sorted, times and modes fixed, nothing is compressed.
An
archive's name contains its hash, so a function is rebuilt only when something in its archive has changed.
"""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from infra.build import imports
from infra.build.discovery import ROOT, BuildError, Function
from infra.build.imports import SourceFile
from infra.build.requirements import LockFile

OUTPUT_FOLDER = ROOT / "infra" / ".build"
LIST_FILE = "archives.json"

_LOADER = Path("functions/main.py")
_NOT_DATA = (".py", ".pyc", ".pyi", ".md")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_REGULAR_FILE_MODE = 0o100644 << 16
_MAIN = '''"""What functions-framework serves: the function `{name}`, on a real instance with its vendors imported."""

from functions.main import {name}
from functions_framework import aio

# Says that it is async, for a host whose environment does not.
aio.http({name})
'''


@dataclass(frozen=True)
class Archive:
    """Files of one function, by path."""

    function: str
    files: dict[str, bytes]

    @cached_property
    def data(self) -> bytes:
        """The archive as it is uploaded."""
        into = io.BytesIO()
        with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as archive:
            for path, content in sorted(self.files.items()):
                entry = zipfile.ZipInfo(path, _FIRST_DAY)
                entry.create_system, entry.external_attr = _UNIX, _REGULAR_FILE_MODE
                archive.writestr(entry, content)
        return into.getvalue()

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def name(self) -> str:
        return f"{self.function}-{self.sha256[:16]}.zip"


def build_archives(functions: Iterable[Function], root: Path = ROOT) -> Iterator[Archive]:
    """Build the archive of each function of the project at `root`."""
    lock = LockFile(root)
    for function in functions:
        yield Archive(function.spec.cloud_name, _files(function, root, lock))


def write_archives(
    functions: Sequence[Function], folder: Path = OUTPUT_FOLDER, names: Sequence[str] = ()
) -> list[Archive]:
    """Write the archives of the functions, and the list of all archives.

    Args:
        functions: All functions.
        folder: Folder of the archives and their list.
        names: Names of the functions to archive; all if empty. Other archives stay in the list.

    Raises:
        BuildError: A name is not that of a function.
    """
    known = {function.spec.cloud_name: function for function in functions}
    if unknown := sorted(set(names) - known.keys()):
        raise BuildError(f"there is no function {', '.join(unknown)}")
    made = list(build_archives(known[name] for name in sorted(names or known)))
    folder.mkdir(parents=True, exist_ok=True)
    listed = _listed(folder / LIST_FILE) if names else {}
    listed |= {one.function: {"file": one.name, "sha256": one.sha256} for one in made}
    for archive in made:
        _remove_others(folder, archive)
        file = folder / archive.name
        if not file.exists() or file.read_bytes() != archive.data:
            file.write_bytes(archive.data)
    (folder / LIST_FILE).write_text(json.dumps(dict(sorted(listed.items())), indent=2) + "\n")
    return made


def _listed(file: Path) -> dict[str, dict[str, str]]:
    listed: dict[str, dict[str, str]] = json.loads(file.read_text()) if file.exists() else {}
    return listed


def _remove_others(folder: Path, archive: Archive) -> None:
    """Remove what was built of the same function before."""
    earlier = re.compile(rf"{re.escape(archive.function)}-[0-9a-f]{{16}}\.zip")
    for file in folder.iterdir():
        if earlier.fullmatch(file.name) and file.name != archive.name:
            file.unlink()


def _files(function: Function, root: Path, lock: LockFile) -> dict[str, bytes]:
    file = root / function.file.relative_to(ROOT)
    reached = {
        source.file: source
        for start in (file, root / _LOADER)
        for source in imports.find_import_closure(start, root, gateways=function.spec.gateways)
    }
    read = {path for source in reached.values() for path in _data(source)}
    packages = {path for each in (*reached, *read) for path in _packages_around(each, root)}
    modules = dict.fromkeys(module for source in reached.values() for module in source.foreign)
    needed = lock.compute_needed(modules)
    return {
        **{path.relative_to(root).as_posix(): path.read_bytes() for path in {*reached, *read, *packages}},
        "main.py": _MAIN.format(name=function.spec.name).encode(),
        "requirements.txt": "".join(pin.text for pin in needed.values()).encode(),
    }


def _data(source: SourceFile) -> Iterator[Path]:
    """List the data files that a source file reads: those beside it, or in a package that it names."""
    for folder in (*source.packages, *((source.file.parent,) if source.reads_beside else ())):
        yield from (path for path in _below(folder) if path.suffix not in _NOT_DATA)


def _packages_around(path: Path, root: Path) -> Iterator[Path]:
    way = path.parent
    while way != root:
        if (way / "__init__.py").is_file():
            yield way / "__init__.py"
        way = way.parent


def _below(folder: Path) -> Iterator[Path]:
    """List the files in a folder and in its subfolders that are not packages."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "__")) or path.name.endswith("~"):
            continue
        if path.is_file():
            yield path
        elif not (path / "__init__.py").exists():
            yield from _below(path)
