"""Finds every function of the project, and everything that its decorator says of it."""

import importlib
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TypeVar

from infra.build.docstrings import OperationDocstring, parse_operation_docstring
from shared.kernel.schemas import Event, Job
from shared.runtime.specs import Spec, get_spec

ClassT = TypeVar("ClassT")

ROOT = Path(__file__).resolve().parents[2]


class BuildError(Exception):
    """Something in the source does not fit together; the text names the file and what to change."""


@dataclass(frozen=True, slots=True)
class Function:
    """Function of the project: its file, module name and decorator options."""

    file: Path
    module: str
    spec: Spec

    @property
    def summary(self) -> str:
        """First line of the function's docstring."""
        return self.docstring.summary

    @property
    def docstring(self) -> OperationDocstring:
        """Docstring of the function, parsed into its sections."""
        return parse_operation_docstring(inspect.getdoc(self.spec.handler) or "")


def list_function_files() -> list[Path]:
    """List the file of every function."""
    return sorted(file for file in (ROOT / "functions").glob("*/*.py") if file.name != "__init__.py")


def collect_functions() -> list[Function]:
    """Collect every function, by name. Their files must have no effect on import, so this works on any machine."""
    found = [load_function(file) for file in list_function_files()]
    return sorted(found, key=lambda function: function.spec.name)


def load_function(file: Path) -> Function:
    """Load the function of one file. Raises `BuildError`, and whatever the import raises."""
    name = file.stem
    module = f"functions.{file.parent.name}.{name}"
    handler = getattr(importlib.import_module(module), name, None)
    if handler is None or not hasattr(handler, "spec"):
        raise BuildError(f"functions/{file.parent.name}/{file.name}: no decorated function {name} is in it")
    return Function(file, module, get_spec(handler))


def collect_events() -> list[type[Event]]:
    """Collect every event class that domains publish, by name."""
    return _named(Event, ROOT / "shared" / "contracts" / "events")


def collect_jobs() -> list[type[Job]]:
    """Collect every job class of every domain, by name."""
    return _named(Job, *sorted((ROOT / "shared").glob("*/jobs.py")))


def _named(base: type[ClassT], *places: Path) -> list[type[ClassT]]:
    classes = {
        value
        for module in _modules(*places)
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, base) and value.__module__ == module.__name__
    }
    return sorted(classes, key=lambda one: one.__name__)


def _modules(*places: Path) -> Iterator[ModuleType]:
    for place in places:
        for file in sorted(place.glob("*.py")) if place.is_dir() else [place]:
            if file.stem != "__init__":
                yield importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
