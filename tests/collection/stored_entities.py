"""Entity classes of stored documents and of their nested parts."""

import importlib
import pkgutil
from collections.abc import Iterator

import functions
import shared
from shared.kernel.schemas import Entity


def list_stored_entities() -> list[type[Entity]]:
    """List the entity classes of the project by name.

    Forms of an admin's changes (`extra="forbid"`) are left out, because they are not stored.
    """
    for package in (shared, functions):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name != "functions.main":
                importlib.import_module(module.name)
    found = {
        model
        for model in _subclasses(Entity)
        if model.__module__.startswith(("shared.", "functions.")) and model.model_config.get("extra") != "forbid"
    }
    return sorted(found, key=lambda model: (model.__module__, model.__qualname__))


def _subclasses(base: type[Entity]) -> Iterator[type[Entity]]:
    for found in base.__subclasses__():
        yield found
        yield from _subclasses(found)
