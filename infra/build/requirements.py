"""Packages that a function needs: those that its code imports and their dependencies, pinned by the common lock."""

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib import metadata
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from infra.build.discovery import ROOT, BuildError

LOCK_FILE = Path("requirements.txt")
PYTHON_VERSION = "3.11"
"""Version of Python in the cloud and in CI."""

SERVER_PACKAGES = ("functions-framework", "httptools", "uvloop")
"""Packages that serve any function; uvicorn uses the last two when they are installed."""
UNDECLARED_REQUIREMENTS = {
    "xendit-python": ("python-dateutil", "urllib3"),
}
"""Packages that another package imports without declaring them."""
_ZONES = ("zoneinfo", "tzdata")

_RUNS_ON = {
    "implementation_name": "cpython",
    "implementation_version": f"{PYTHON_VERSION}.0",
    "os_name": "posix",
    "platform_machine": "x86_64",
    "platform_python_implementation": "CPython",
    "platform_release": "",
    "platform_system": "Linux",
    "platform_version": "",
    "python_full_version": f"{PYTHON_VERSION}.0",
    "python_version": PYTHON_VERSION,
    "sys_platform": "linux",
}
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)(?: ; (?P<marker>[^\\]+))?")


@dataclass(frozen=True, slots=True)
class PinnedPackage:
    """Package of the lock, with its hashes."""

    name: str
    version: str
    text: str


class LockFile:
    """The common lock, and from what is installed by it, which package brings which module and needs which others."""

    def __init__(self, root: Path = ROOT) -> None:
        self.pins = _pins((root / LOCK_FILE).read_text())
        self._known: dict[tuple[str, str], list[tuple[str, str]]] = {}

    def compute_needed(self, modules: Iterable[str]) -> dict[str, PinnedPackage]:
        """Compute the packages that are needed to import `modules` and to serve a function, by name."""
        wanted = [(name, "") for name in SERVER_PACKAGES]
        for module in modules:
            top = module.partition(".")[0]
            if top == _ZONES[0]:
                # The machines that serve functions need not have the table of time zones.
                wanted.append((_ZONES[1], ""))
            elif top not in sys.stdlib_module_names:
                wanted.append((self.package_of(module), ""))
        return {name: self.pins[name] for name in sorted(self._closure(wanted))}

    def package_of(self, module: str) -> str:
        """Return the package that provides a module, or that provides the module which defines a name."""
        parts = module.split(".")
        for length in range(len(parts), 0, -1):
            if found := self._packages.get(".".join(parts[:length])):
                return found
        raise BuildError(f"{module} is imported, and no package of {LOCK_FILE} brings it")

    def _closure(self, wanted: list[tuple[str, str]]) -> set[str]:
        seen: set[tuple[str, str]] = set()
        while wanted:
            one = wanted.pop()
            if one not in seen:
                seen.add(one)
                wanted += self._direct(one)
        return {name for name, _ in seen}

    def _direct(self, one: tuple[str, str]) -> list[tuple[str, str]]:
        """List the direct dependencies of a package.

        With or without one of its extras, each with the extras that it asks for.
        """
        if one not in self._known:
            name, extra = one
            requirements = [Requirement(line) for line in self._installed(name).requires or ()]
            asked = [each for each in requirements if each.marker is None or _is_marker_true(each.marker, extra)]
            found = [(canonicalize_name(each.name), part) for each in asked for part in ("", *each.extras)]
            if lacking := sorted({other for other, _ in found} - self.pins.keys()):
                raise BuildError(f"{name} needs {', '.join(lacking)}, which {LOCK_FILE} does not have: `make lock`")
            self._known[one] = [*found, *((other, "") for other in UNDECLARED_REQUIREMENTS.get(name, ()))]
        return self._known[one]

    def _installed(self, name: str) -> metadata.Distribution:
        pin = self.pins[name]
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            raise BuildError(f"{name} is not installed: `make setup`") from None
        if found.version != pin.version:
            raise BuildError(f"{name} is installed as {found.version} and locked as {pin.version}: `make setup`")
        return found

    @cached_property
    def _packages(self) -> dict[str, str]:
        """The package of each module. Folders that several share (`google`, `google.cloud`) are nobody's."""
        return {
            module: name
            for name in self.pins
            for file in self._installed(name).files or ()
            if (module := _module(Path(file)))
        }


def _pins(text: str) -> dict[str, PinnedPackage]:
    pins: dict[str, PinnedPackage] = {}
    for block in re.split(r"\n(?=[A-Za-z0-9])", text):
        lines = [line for line in block.splitlines() if line.strip() and not line.lstrip().startswith("#")]
        if lines and (said := _PIN.match(lines[0])):
            marker = said["marker"]
            if marker is None or _is_marker_true(Marker(marker)):
                name = canonicalize_name(said["name"])
                pins[name] = PinnedPackage(name, said["version"], "\n".join(lines) + "\n")
    return pins


def _is_marker_true(marker: Marker, extra: str = "") -> bool:
    """Return whether an environment marker is true where functions run, wherever the build runs."""
    return marker.evaluate(_RUNS_ON | {"extra": extra})


def _module(file: Path) -> str | None:
    """Return the module that a package's file is."""
    if file.suffix not in (".py", ".so") or ".." in file.parts:
        return None
    name = file.name.partition(".")[0]
    parts = file.parent.parts if name == "__init__" else (*file.parent.parts, name)
    return ".".join(parts)
